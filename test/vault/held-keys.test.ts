import { expect, test } from 'vitest';
import { createKeysInHand, type HeldKeys } from '../../src/vault/held-keys.ts';
import { makeSchoolKeys } from '../../src/vault/school-keys.ts';

const someKeys = makeSchoolKeys('oakfield');
const held = (text: string): HeldKeys => ({ keys: someKeys, text, age: () => 0, seen: () => 0 });

test('at most 1,000 schools’ keys are in memory, and those used longest ago make room', () => {
  const inHand = createKeysInHand();
  for (let school = 1; school <= 1_000; school++) inHand.put(`school-${school}`, held('first'));
  expect(inHand.schools()).toHaveLength(1_000);
  expect(inHand.use('school-1')).toBeDefined();
  expect(inHand.peek('school-2')).toBeDefined();
  inHand.put('school-3', held('second'));
  inHand.put('one-more', held('first'));
  expect(inHand.schools()).toHaveLength(1_000);
  expect(inHand.peek('school-2')).toBeUndefined();
  expect(inHand.peek('school-1')).toBeDefined();
  expect(inHand.peek('school-3')?.text).toBe('second');
  for (let school = 4; school <= 1_000; school++) inHand.put(`later-${school}`, held('first'));
  expect(inHand.schools()).toHaveLength(1_000);
  expect(inHand.peek('school-1')).toBeDefined();
});

test('keys show themselves neither as JSON nor as text', () => {
  const raw = someKeys.tokenKey.export();
  const said = `${JSON.stringify(held('text'))}${String(someKeys.tokenKey)}`;
  expect(said).not.toContain(raw.toString('base64url'));
  expect(said).not.toContain(raw.toString('base64'));
  expect(said).not.toContain(raw.toString('hex'));
});
