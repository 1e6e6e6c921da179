module.exports = () => ({
  serveAdminPanel: false, auth: { secret: 'bench-admin-secret' }, apiToken: { salt: 'bench-salt' },
  transfer: { token: { salt: 'bench-other-salt' } }, secrets: { encryptionKey: 'bench-encryption-key-bench-encry' },
});
