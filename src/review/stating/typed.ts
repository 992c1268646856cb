/** What is typed as an answer, as statements. */
import { UnstatableError, type ValueStatement } from '../../config/statements.ts';
import { isStated, joined } from '../../report/words/questions/choices.ts';
import { type Choice, type Json, TIERS } from '../../transform.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import type { EnvironmentSetting, Setting } from './settings.ts';

/** @throws UnstatableError where it is no value */
export function statementsOf({ path, kind, now }: Setting, typed: string): readonly ValueStatement[] {
  if (typeof kind === 'object')
    return 'choice' in kind ? chosenOf(kind.choice, now) : environmentOf(kind, typed);
  return [{ type: 'value', path, value: typedValue(kind, typed) }];
}

function typedValue(kind: 'value' | 'text' | 'list', typed: string): Json {
  const isBare = kind === 'list' && !typed.startsWith('[');
  const { data, errors } = parseWithPositions(isBare ? `[${typed}]` : typed);
  const [error] = errors;
  if (error !== undefined) throw new UnstatableError(`that is no value: ${error.message}`);
  // A quantity or a tag may look like a number.
  return kind === 'text' && typeof data !== 'string' ? typed : (data as Json);
}

/** Nothing has to be typed for it. */
function chosenOf(choice: Choice, now: Json | undefined): readonly ValueStatement[] {
  if (!isStated(choice)) return [];
  const { path, value } = choice.states;
  return [{ type: 'value', path, value: joined(now, value) }];
}

/** `production`, or `eu production`: a name that is its tier, or both. */
function environmentOf({ root, named }: EnvironmentSetting, typed: string): readonly ValueStatement[] {
  const [name = '', ...others] = typed.split(/[\s:,]+/).filter(word => word !== '');
  const tier = others[0] ?? ((TIERS as readonly string[]).includes(name) ? name : undefined);
  const known = Object.hasOwn(named, name) ? named[name]! : undefined;
  if (others.length > 1 || (tier === undefined && known === undefined))
    throw new UnstatableError(`a name and a tier, as "eu production"; tiers: ${TIERS.join(', ')}`);
  const at = (key: string, value: Json): ValueStatement => ({
    type: 'value',
    path: ['environments', name, key],
    value,
  });
  return [
    ...(tier === undefined ? [] : [at('tier', tier)]),
    at('roots', [...new Set([...(known ?? []), root])]),
  ];
}
