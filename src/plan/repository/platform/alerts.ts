/** Alerts that texts write for a Prometheus, in whichever form it is told them. */

import { linesOf } from '../../../text/lines.ts';
import type { WrittenAlert } from '../../../transform.ts';

/** The first key of a rule or a group, whichever it is. */
const ITEM = /^[ \t]*- (?:alert|record|expr|for|keep_firing_for|labels|annotations|name|interval|rules):/;
const ALERT = /^[ \t]*(?:- )?alert:/m;
const EXPR = /^([ \t]*)(- )?expr:[ \t]*(.*)$/;

/** By their lines: rules stand in texts of ConfigMaps and of values as often as in documents of their own. */
export function alertsIn(path: string, text: string): readonly WrittenAlert[] {
  if (!ALERT.test(text)) return [];
  const lines = linesOf(text);
  return lines.flatMap((line, index) => {
    if (!ITEM.test(line)) return [];
    const next = lines.findIndex((each, other) => other > index && ITEM.test(each));
    const item = lines.slice(index, next === -1 ? undefined : next);
    const expr = ALERT.test(item.join('\n')) ? exprIn(item) : undefined;
    return expr === undefined ? [] : [{ at: `${path}:${index + 1}`, expr }];
  });
}

/** With the lines that go on below it. */
function exprIn(item: readonly string[]): string | undefined {
  const at = item.findIndex(each => EXPR.test(each));
  const [, indent = '', dash = '', first = ''] = EXPR.exec(item[at] ?? '') ?? [];
  if (at === -1) return undefined;
  const depth = indent.length + dash.length;
  const rest = item.slice(at + 1);
  const end = rest.findIndex(each => each.trim() !== '' && each.length - each.trimStart().length <= depth);
  return plain([first, ...rest.slice(0, end === -1 ? undefined : end)].map(each => each.trim()).join(' '));
}

/** Without the quotes of YAML, in which those of an expression are written otherwise. */
function plain(text: string): string {
  const [, double, single] = /^(?:"(.*)"|'(.*)')$/.exec(text) ?? [];
  return double?.replaceAll(/\\(["\\])/g, '$1') ?? single?.replaceAll("''", "'") ?? text;
}
