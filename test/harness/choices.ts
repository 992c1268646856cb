/** Answers that decisions have ready: each is one that the configuration takes. */
import { checkTransforms } from '../../src/config/transforms.ts';
import type { Fix } from '../../src/plan/model/result.ts';
import { isStated } from '../../src/report/words/questions/choices.ts';
import type { Choice } from '../../src/transform.ts';
import { REGISTRY } from './repo.ts';

const OPTIONS = new Map(REGISTRY.map(({ id, options }) => [id, options]));

export function expectTakableChoices(fixes: readonly Pick<Fix, 'asks'>[]): void {
  const choices = fixes.flatMap(({ asks }) =>
    asks.flatMap(ask => (ask.type === 'decision' ? (ask.choices ?? []) : [])),
  );
  expect(choices.flatMap(mistakesIn)).toEqual([]);
}

/** Why the configuration refuses an answer, in words. */
export function mistakesIn(choice: Choice): readonly string[] {
  if (choice.says.trim() === '') return ['an answer without words'];
  if (!isStated(choice)) return choice.exempt.trim() === '' ? ['an exemption without a reason'] : [];
  const { path, value } = choice.states;
  const [, id, ...below] = path;
  const options = below.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  const problems = checkTransforms(
    {
      config: { transforms: { [id]: options } },
      path: undefined,
      at: () => undefined,
      locate: () => ({ file: '', line: 1, column: 1 }),
    } as Parameters<typeof checkTransforms>[0],
    OPTIONS,
  );
  return problems.map(({ message }) => message);
}
