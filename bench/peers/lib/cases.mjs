// What cases share. A case is {id, status, requests, check(answer, index)} and may have
//   connections  how many ask at a time, where the option --connections does not decide
//   depth        how many requests go out together on a connection
//   slow         bound by a password hash: asked in the first round only
//   walk         {outer, inner, step}: ids that {{outer}} and {{inner}} stand for; no pair comes twice
//   url, roots   of another server than the target's main one
//   run(seconds, connections)   measures by itself, for what does not speak HTTP
// {{new}} in a path or body stands for a word that was never used before.
import { call } from './client.mjs';

/// How many different people ask, at most.
export const PEOPLE = 1000;
/// The same where each has to sign in first, at the price of a dear password hash.
export const FEW_PEOPLE = 100;
/// How many ask at a time where much is to be outstanding.
export const MANY = 200;
/// How many ask at a time where a password hash bounds the work.
export const FEW = 8;

/// How long each case is asked before the first round, so that compilers at run time and caches have seen it.
export const WARM_UP_SECONDS = 2;

/// The text of an object.
export const TEXT = 'x'.repeat(100);

export const listOf = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/// Throws when an answer is not what it should be.
export function expect(right, answer) {
  if (!right) throw new Error(`wrong answer: ${answer.status} ${answer.text.slice(0, 300)}`);
}

/// Whether all numbers belong to the one group that person `index` is in.
export const ofOneGroup = (numbers, index, groups) => numbers.every((number) => number % groups === index % groups);

/// The object of person `index`'s own group, or of the next one, that he asks for.
export const ownObject = (index, { groups, objects }) => index % groups + groups * (index % Math.floor(objects / groups - 1));
export const strangeObject = (index, size) => ownObject(index, size) + (index % size.groups === size.groups - 1 ? -1 : 1);

/// A request with its placeholders filled, for asking it once.
export function filled(request, walk) {
  const values = { new: `v${Math.random().toString(36).slice(2, 12)}` };
  if (walk) {
    values.outer = walk.outer[Math.floor(walk.step / walk.inner.length)];
    values.inner = walk.inner[walk.step % walk.inner.length];
    walk.step++;
  }
  return JSON.parse(JSON.stringify(request).replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]));
}

/// Asks the first two requests of a case; throws unless the answers are as they should be.
export async function verify(url, test) {
  for (const [index, request] of test.requests.slice(0, 2).entries()) {
    const answer = await call(url, filled(request, test.walk));
    if (answer.status !== test.status) {
      throw new Error(`${request.method ?? 'GET'} ${request.path}: ${answer.status} ${answer.text.slice(0, 300)}`);
    }
    test.check?.(answer, index);
  }
}
