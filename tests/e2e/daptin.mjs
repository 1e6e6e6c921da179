// What the tests of Daptin's API from outside share.

export const passwordOf = (name) => `secret of ${name}`;

export function act(server, action, attributes, token) {
  return fetch(`${server.url}/action/${action}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ attributes }),
  });
}

/// One request with JSON in and out.
export async function api(server, token, method, target, body) {
  const answer = await fetch(server.url + target, {
    method,
    headers: token ? { Authorization: `Bearer ${token}` } : {},
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

export const row = (type, attributes, id) => ({ data: { type, ...(id ? { id } : {}), attributes } });

export async function signUp(server, name) {
  const password = passwordOf(name);
  const answer = await act(server, 'user_account/signup',
    { name, email: `${name}@example.com`, password, passwordConfirm: password });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/// Signs NAME in: his token and the id of his account.
export async function enter(server, name) {
  const answer = await act(server, 'user_account/signin', { email: `${name}@example.com`, password: passwordOf(name) });
  const token = (await answer.json())[0].Attributes.value;
  const mine = await api(server, token, 'GET', '/api/user_account/mine');
  return { token, id: mine.body.data.id };
}

export function declare(server, token, schema) {
  const file = `data:application/json;base64,${Buffer.from(JSON.stringify(schema)).toString('base64')}`;
  return act(server, 'world/upload_system_schema', { schema_file: [{ name: 'schema_test.json', file }] }, token);
}
