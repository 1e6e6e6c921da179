module.exports = () => ({
  host: '127.0.0.1', port: Number(process.env.PORT), app: { keys: ['bench-key-1', 'bench-key-2'] },
  logger: { updates: { enabled: false }, startup: { enabled: false } },
});
