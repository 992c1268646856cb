/** Answers that decisions have ready: those of all findings that ask, each once, and what they mean for the configuration. */

import { valueBelow } from '../../../config/statements.ts';
import type { Fix } from '../../../plan/model/result.ts';
import { groupedBy } from '../../../plan/rendered/grouped.ts';
import type { Choice, Json, StatedChoice } from '../../../transform.ts';
import { isJsonList } from '../../../yaml/read/data.ts';
import { flow } from '../flow.ts';

/** What is stated comes first: to leave things as they are is the last resort. */
export function choicesAmong(about: string, asking: readonly Fix[]): readonly Choice[] {
  const all = asking.flatMap(({ asks }) =>
    asks.flatMap(ask => (ask.type === 'decision' && ask.about === about ? (ask.choices ?? []) : [])),
  );
  const once = [...new Map(all.map(each => [JSON.stringify(each), each])).values()];
  const stated = once.filter(isStated);
  return [...allOfThem(stated), ...stated, ...once.filter(each => !isStated(each))];
}

export function isStated(choice: Choice): choice is StatedChoice {
  return 'states' in choice;
}

/** Where each names one more for the same list, nobody has to take them one by one. */
function allOfThem(choices: readonly StatedChoice[]): readonly StatedChoice[] {
  const lists = choices.filter(({ states }) => isJsonList(states.value));
  return [...groupedBy(lists, ({ states }) => JSON.stringify(states.path)).values()].flatMap(group => {
    if (group.length < 2) return [];
    const { path } = group[0].states;
    const value = group.reduce<Json>((list, each) => joined(list, each.states.value), []);
    return [{ says: 'all of them', states: { path, value } }];
  });
}

/** What an option says once an answer has come to what it says now. */
export function joined(now: Json | undefined, value: Json): Json {
  if (!isJsonList(value) || !isJsonList(now)) return value;
  const known = new Set(now.map(each => JSON.stringify(each)));
  return [...now, ...value.filter(each => !known.has(JSON.stringify(each)))];
}

/** `transforms: {monitoring: {by: pods}}`, `ignore: it is called from outside of this repository` */
export function choiceText(choice: Choice): string {
  if (!isStated(choice)) return `ignore: ${choice.exempt}`;
  const { path, value } = choice.states;
  const [section, ...below] = path;
  return `${section}: ${flow(valueBelow(below, value))}`;
}

/** The same where its section stands already: `monitoring: {by: pods} below transforms:` */
export function choiceBelow(choice: Choice): string {
  if (!isStated(choice)) return choiceText(choice);
  const { path, value } = choice.states;
  const [section, first, ...below] = path;
  return `${first}: ${flow(valueBelow(below, value))} below ${section}:`;
}
