// Lets the role "authenticated" do what the benchmark asks for: read its own profile, and list users.
const ACTIONS = ['user.me', 'user.find', 'role.find'];

module.exports = {
  register() {},
  async bootstrap({ strapi }) {
    const role = await strapi.db.query('plugin::users-permissions.role').findOne({ where: { type: 'authenticated' } });
    const permissions = strapi.db.query('plugin::users-permissions.permission');
    for (const action of ACTIONS.map((name) => `plugin::users-permissions.${name}`)) {
      const found = await permissions.findOne({ where: { action, role: role.id } });
      if (!found) await permissions.create({ data: { action, role: role.id } });
    }
  },
};
