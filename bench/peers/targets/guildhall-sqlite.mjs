// Guildhall with its embedded database.
import { guildhall } from '../lib/guildhall.mjs';

export default guildhall({ name: 'guildhall-sqlite', title: 'Guildhall on SQLite', port: 18191, debian: [], database: () => undefined });
