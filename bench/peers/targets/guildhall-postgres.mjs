// Guildhall on PostgreSQL; the database's CPU time counts.
import { guildhall } from '../lib/guildhall.mjs';

const DATABASE = 'guildhall';

export default guildhall({
  name: 'guildhall-postgres', title: 'Guildhall on PostgreSQL', port: 18193, debian: ['postgresql-15'],
  async database(context, fresh) {
    const postgres = await context.postgres();
    return { url: fresh ? await postgres.fresh(DATABASE) : postgres.address(DATABASE), pid: postgres.pid };
  },
});
