/** What a folder beside known environments is called. */

import { environmentOf } from '../../../src/config/environments.ts';
import { namedBesideKnown } from '../../../src/plan/repository/beside-known.ts';

const namesOf = (...folders: string[]) =>
  namedBesideKnown(folders.map(folder => ({ folder, environment: environmentOf(folder, {}) }))).map(
    ({ environment: { name, tier } }) => [name, tier],
  );

test('a word that may be anything says the environment beside known ones', () => {
  expect(namesOf('deploy/staging', 'deploy/live', 'deploy/int', 'deploy/edge')).toEqual([
    ['staging', 'staging'],
    ['live', 'production'],
    ['int', 'test'],
    [undefined, undefined],
  ]);
});

test('elsewhere, or as a part of a longer name, it says nothing', () => {
  expect(namesOf('deploy/staging', 'charts/live', 'deploy/live-chat').slice(1)).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});
