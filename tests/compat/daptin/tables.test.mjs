import assert from 'node:assert/strict';

import { enter, loadModels, makeClient, promise, rejection, signIn, signUp, useServer } from './support.mjs';

const world = useServer();

const shareJoin = 'product_product_id_has_usergroup_usergroup_id';
const forbidden = 'http error (403) forbidden and 0 more errors, forbidden';

// Two tables. Whoever is in "users" passes the gates of both (999424); a row is its owner's (15744).
// A purchase is of one product, and comes with others as gifts.
const schema = {
  Tables: [
    {
      TableName: 'product',
      Permission: 16384,
      AccessGroups: [{ Name: 'users', Permission: 999424 }],
      DefaultPermission: 15744,
      Columns: [
        { Name: 'title', DataType: 'varchar(80)', ColumnType: 'label', IsIndexed: true, IsUnique: true },
        { Name: 'price', DataType: 'int(11)', ColumnType: 'measurement', IsIndexed: true },
        { Name: 'stock', DataType: 'int(11)', ColumnType: 'measurement', DefaultValue: '10' },
        {
          Name: 'state', DataType: 'varchar(20)', ColumnType: 'enum', DefaultValue: "'new'",
          Options: [{ Value: 'new', Label: 'New' }, { Value: 'old', Label: 'Old' }],
        },
      ],
      Validations: [{ ColumnName: 'title', Tags: 'required' }],
      Conformations: [{ ColumnName: 'title', Tags: 'trim' }],
    },
    {
      TableName: 'purchase',
      Permission: 16384,
      AccessGroups: [{ Name: 'users', Permission: 999424 }],
      DefaultPermission: 15744,
      Columns: [
        { Name: 'note', DataType: 'varchar(200)', ColumnType: 'label', IsNullable: true },
        { Name: 'amount', DataType: 'int(11)', ColumnType: 'measurement', DefaultValue: '1' },
      ],
    },
  ],
  Relations: [
    { Subject: 'purchase', Relation: 'belongs_to', Object: 'product' },
    { Subject: 'purchase', Relation: 'has_many', Object: 'product', SubjectName: 'gift_of_id', ObjectName: 'gift_id' },
  ],
  Actions: [
    {
      Name: 'restock',
      Label: 'Restock',
      OnType: 'product',
      Permission: 1,
      AccessGroups: [{ Name: 'users', Permission: 524288 }],
      InFields: [{ Name: 'amount', ColumnName: 'amount', ColumnType: 'measurement' }],
      Validations: [{ ColumnName: 'amount', Tags: 'required' }],
      OutFields: [
        {
          Type: 'product', Method: 'PATCH', SkipInResponse: true,
          Attributes: { reference_id: '~subject.reference_id', stock: '~amount' },
        },
        {
          Type: 'client.notify', Method: 'ACTIONRESPONSE',
          Attributes: { type: 'success', title: 'Restocked', message: '$amount of $subject.title' },
        },
      ],
    },
  ],
};

function upload(client, name, document) {
  const file = Buffer.from(JSON.stringify(document)).toString('base64');
  return client.actionManager.doAction('world', 'upload_system_schema', {
    schema_file: [{ name, file: `data:application/json;base64,${file}`, type: 'application/json' }],
  });
}

/// A client in which NAME, who is no administrator, is signed in. The list of tables is the
/// administrators', so models are asked for by name.
async function enterAsMember(name) {
  const client = makeClient(world);
  await signIn(client, name);
  await client.worldManager.loadModel(['user_account', 'usergroup', 'product', 'purchase']);
  return client;
}

async function productNamed(client, title) {
  const query = JSON.stringify([{ column: 'title', operator: 'is', value: title }]);
  const { data } = await client.jsonApi.findAll('product', { query });
  assert.equal(data.length, 1, title);
  return data[0];
}

const titles = (answer) => answer.data.map((row) => row.title);

promise('who becomes the administrator declares two tables', async () => {
  for (const name of ['founder', 'clara', 'stranger']) await signUp(makeClient(world), name);
  const client = await enter(world, 'founder');
  await client.actionManager.doAction('world', 'become_an_administrator', {});
  const [told] = await upload(client, 'schema_shop.json', schema);
  assert.equal(told.ResponseType, 'client.notify');
  assert.equal(told.Attributes.message, 'Tables made: 2, changed: 0. Actions: 1.');
  const [again] = await upload(client, 'schema_shop.json', schema);
  assert.match(again.Attributes.message, /^Tables made: 0,/);
});

promise('a schema with a mistyped key changes nothing', async () => {
  const client = await enter(world, 'founder');
  const mistyped = { Tables: [{ TableName: 'product', Permision: 3 }] };
  const refused = await rejection(upload(client, 'schema_shop.json', mistyped));
  assert.match(refused[0].Attributes.message, /Permision/);
});

promise('models of new tables are loaded, with their relations and actions', async () => {
  const client = await enter(world, 'founder');
  assert.ok(client.worldManager.getWorldByName('product') && client.worldManager.getWorldByName('purchase'));
  const { attributes } = client.jsonApi.modelFor('purchase');
  assert.equal(attributes.amount, 'measurement');
  assert.equal(attributes.product_id.jsonApi, 'hasOne');
  assert.equal(attributes.gift_id.jsonApi, 'hasMany');
  assert.equal(attributes.gift_id.type, 'product');
  assert.equal(client.actionManager.getActionModel('product', 'restock').Label, 'Restock');
});

promise('rows are made with defaults, read, updated, and checked', async () => {
  const client = await enter(world, 'founder');
  const tea = (await client.jsonApi.create('product', { title: '  Tea ', price: 3 })).data;
  assert.deepEqual([tea.title, tea.price, tea.stock, tea.state, tea.permission], ['Tea', 3, 10, 'new', 15744]);
  await client.jsonApi.update('product', { id: tea.id, price: '4', state: 'OLD' });
  const read = (await client.jsonApi.find('product', tea.id)).data;
  assert.deepEqual([read.price, read.state], [4, 'old']);
  const taken = await rejection(client.jsonApi.create('product', { title: 'Tea', price: 1 }));
  assert.equal(taken[0].title, 'UNIQUE constraint failed: product.title');
  const blank = await rejection(client.jsonApi.create('product', { title: ' ', price: 1 }));
  assert.equal(blank[0].title, "Key: '' Error:Field validation 'title' failed on the 'required' tag");
  const wrong = await rejection(client.jsonApi.update('product', { id: tea.id, state: 'lost' }));
  assert.equal(wrong[0].title, 'invalid value for state');
});

promise('rows are listed by page, sort and query in both of its forms', async () => {
  const client = await enter(world, 'founder');
  for (const [title, price] of [['Toast', 2], ['Jam', 7], ['Honey', 9]]) {
    await client.jsonApi.create('product', { title, price });
  }
  const page = await client.jsonApi.findAll('product', { page: { number: 1, size: 3 }, sort: '-price' });
  assert.deepEqual(titles(page), ['Honey', 'Jam', 'Tea']);
  assert.deepEqual([page.links.total, page.links.last_page], [4, 2]);
  const last = await client.jsonApi.findAll('product', { page: { number: 2, size: 3 }, sort: '-price' });
  assert.deepEqual(titles(last), ['Toast']);
  const text = JSON.stringify([{ column: 'price', operator: 'more than', value: 3 }]);
  const dear = await client.jsonApi.findAll('product', { query: text, sort: 'title' });
  assert.deepEqual(titles(dear), ['Honey', 'Jam', 'Tea']);
  const array = [
    { column: 'title', operator: 'begins with', value: 'T%' },
    { column: 'title', operator: 'is not', value: 'Tea' },
  ];
  assert.deepEqual(titles(await client.jsonApi.findAll('product', { query: array })), ['Toast']);
  const unknown = await rejection(client.jsonApi.findAll('product', { sort: 'nonesuch' }));
  assert.equal(unknown[0].title, 'table [product] invalid sort column [nonesuch]');
});

promise('a purchase names its product, and is found from there', async () => {
  const client = await enter(world, 'founder');
  const tea = await productNamed(client, 'Tea');
  const jam = await productNamed(client, 'Jam');
  const first = { note: 'first', product_id: { type: 'product', id: tea.id } };
  const made = (await client.jsonApi.create('purchase', first)).data;
  assert.deepEqual([made.amount, made.product_id], [1, tea.id]);
  assert.equal((await client.jsonApi.one('purchase', made.id).all('product_id').get()).data.title, 'Tea');
  const of = async (product) => {
    const { data } = await client.jsonApi.one('product', product.id).all('purchase_id').get();
    return data.map((row) => row.note);
  };
  assert.deepEqual(await of(tea), ['first']);
  await client.jsonApi.update('purchase', { id: made.id, product_id: { type: 'product', id: jam.id } });
  assert.deepEqual([await of(tea), await of(jam)], [[], ['first']]);
  const none = await rejection(client.jsonApi.create('purchase', { note: 'of nothing' }));
  assert.equal(none[0].title, 'product_id is required');
});

promise('gifts are added, listed from both ends, included, and taken away', async () => {
  const client = await enter(world, 'founder');
  const [purchase] = (await client.jsonApi.findAll('purchase', {})).data;
  const honey = await productNamed(client, 'Honey');
  const toast = await productNamed(client, 'Toast');
  for (const gift of [honey, toast, honey]) {
    await client.jsonApi.update('purchase', { id: purchase.id, gift_id: [{ type: 'product', id: gift.id }] });
  }
  const gifts = async () => titles(await client.jsonApi.one('purchase', purchase.id).all('gift_id').get()).sort();
  assert.deepEqual(await gifts(), ['Honey', 'Toast']);
  const purchases = (await client.jsonApi.one('product', honey.id).all('gift_of_id').get()).data;
  assert.deepEqual(purchases.map((row) => row.id), [purchase.id]);
  const included = (await client.jsonApi.find('purchase', purchase.id, { included_relations: 'gift_id' })).data;
  assert.deepEqual(titles({ data: included.gift_id }).sort(), ['Honey', 'Toast']);
  await client.jsonApi.one('purchase', purchase.id).relationships('gift_id').destroy([{ type: 'product', id: toast.id }]);
  assert.deepEqual(await gifts(), ['Honey']);
});

promise('what is shared with a group is seen by its members, as far as the link says', async () => {
  const founder = await enter(world, 'founder');
  const group = (await founder.jsonApi.create('usergroup', { name: 'clerks' })).data;
  const clara = (await founder.jsonApi.findAll('user_account', { filter: 'clara' })).data[0];
  await founder.jsonApi.update('user_account', { id: clara.id, usergroup_id: [{ type: 'usergroup', id: group.id }] });
  const tea = await productNamed(founder, 'Tea');
  await founder.jsonApi.update('product', { id: tea.id, usergroup_id: [{ type: 'usergroup', id: group.id }] });

  // A new link lets the group read and execute, and a single read asks for Peek besides.
  const before = await enterAsMember('clara');
  assert.deepEqual(titles(await before.jsonApi.findAll('product', {})), ['Tea']);
  assert.equal((await rejection(before.jsonApi.find('product', tea.id)))[0].title, 'ObjectAccessPermissionChecker');

  const again = await enter(world, 'founder');
  const links = (await again.jsonApi.one('product', tea.id).all('usergroup_id').get()).data;
  const link = links.find((row) => row.relation_reference_id === group.id);
  assert.equal(link.permission, 561441);
  // The client passes over join tables when it loads the models of all tables.
  await again.worldManager.loadModel([shareJoin]);
  const changed = (await again.jsonApi.update(shareJoin, { id: link.id, permission: 704512 })).data;
  assert.equal(changed.permission, 704512);

  const after = await enterAsMember('clara');
  assert.equal((await after.jsonApi.find('product', tea.id)).data.title, 'Tea');
  assert.equal((await after.jsonApi.update('product', { id: tea.id, price: 5 })).data.price, 5);
  assert.equal((await rejection(after.jsonApi.destroy('product', tea.id)))[0].title, 'ObjectAccessPermissionChecker');
});

promise('a member makes rows of her own, which others do not see', async () => {
  const clara = await enterAsMember('clara');
  const own = (await clara.jsonApi.create('product', { title: 'Scones', price: 6 })).data;
  assert.deepEqual(titles(await clara.jsonApi.findAll('product', { sort: 'title' })), ['Scones', 'Tea']);
  const stranger = await enterAsMember('stranger');
  assert.deepEqual((await stranger.jsonApi.findAll('product', {})).data, []);
  for (const attempt of [
    () => stranger.jsonApi.find('product', own.id),
    () => stranger.jsonApi.update('product', { id: own.id, price: 0 }),
    () => stranger.jsonApi.destroy('product', own.id),
  ]) {
    assert.equal((await rejection(attempt()))[0].title, 'ObjectAccessPermissionChecker');
  }
});

promise('a declared action is executed on a row by those who may', async () => {
  const clara = await enterAsMember('clara');
  const tea = await productNamed(clara, 'Tea');
  const [told] = await clara.actionManager.doAction('product', 'restock', { product_id: tea.id, amount: 25 });
  assert.deepEqual([told.ResponseType, told.Attributes.message], ['client.notify', '25 of Tea']);
  assert.equal((await clara.jsonApi.find('product', tea.id)).data.stock, 25);
  const missing = await rejection(clara.actionManager.doAction('product', 'restock', { product_id: tea.id }));
  assert.equal(missing[0].Attributes.message, 'http error (400) required and 0 more errors, invalid value for amount');
  const nothing = await rejection(clara.actionManager.doAction('product', 'restock', { amount: 1 }));
  assert.equal(nothing[0].Attributes.message, 'no reference id');
  const stranger = await enterAsMember('stranger');
  const unseen = await rejection(stranger.actionManager.doAction('product', 'restock', { product_id: tea.id, amount: 1 }));
  assert.equal(unseen[0].Attributes.message, 'failed to load subject');
});

promise('guests load models, and are refused by the table', async () => {
  const guest = makeClient(world);
  await guest.worldManager.loadModel(['user_account', 'usergroup', 'product', 'purchase']);
  assert.ok('title' in guest.jsonApi.modelFor('product').attributes);
  for (const attempt of [
    () => guest.jsonApi.findAll('product', {}),
    () => guest.jsonApi.create('product', { title: 'Free', price: 0 }),
  ]) {
    assert.equal((await rejection(attempt()))[0].title, 'TableAccessPermissionChecker');
  }
  const action = await rejection(guest.actionManager.doAction('product', 'restock', { amount: 1 }));
  assert.equal(action[0].Attributes.message, forbidden);
  assert.equal((await rejection(upload(guest, 'schema_shop.json', schema)))[0].Attributes.message, forbidden);
});

promise('administrators keep values for the application', async () => {
  const client = await enter(world, 'founder');
  await client.configManager.setConfig('motto', 'shop', 'Buy less');
  assert.equal(await client.configManager.getConfig('motto', 'shop'), 'Buy less');
  const refused = await rejection((await enterAsMember('clara')).configManager.getConfig('motto', 'shop'));
  assert.equal(refused.response.status, 403);
});

promise('rows, links and a column are removed', async () => {
  const client = await enter(world, 'founder');
  const [purchase] = (await client.jsonApi.findAll('purchase', {})).data;
  await client.jsonApi.destroy('purchase', purchase.id);
  const missing = await rejection(client.jsonApi.find('purchase', purchase.id));
  assert.equal(missing[0].title, `no such entity [purchase][${purchase.id}]`);
  const honey = await productNamed(client, 'Honey');
  assert.deepEqual((await client.jsonApi.one('product', honey.id).all('gift_of_id').get()).data, []);
  const { id } = client.worldManager.getWorldByName('purchase');
  await client.actionManager.doAction('world', 'remove_column', { world_id: id, column_name: 'note' });
  const fresh = await enter(world, 'founder');
  assert.ok(!('note' in fresh.jsonApi.modelFor('purchase').attributes));
  await fresh.actionManager.doAction('world', 'remove_table', { world_id: id });
  const gone = await enter(world, 'founder');
  assert.equal(gone.worldManager.getWorldByName('purchase'), undefined);
  assert.equal((await productNamed(gone, 'Honey')).id, honey.id);
});
