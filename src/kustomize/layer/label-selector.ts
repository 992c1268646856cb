/** Label selectors as text: `a=b, c!=d, e in (f, g), h, !i, j>3`. */
import { memoizedText } from '../../text/memo.ts';
import { BuildFailure } from '../files/problem.ts';

type Labels = ReadonlyMap<string, string>;
type Requirement = (labels: Labels) => boolean;

/** Label and annotation selectors alike. @throws BuildFailure where it is none */
export function matchesLabelSelector(labels: Labels, selector: string, file: string): boolean {
  const requirements = requirementsOf(selector);
  if (requirements === null)
    throw new BuildFailure('patch-target', `unable to parse selector '${selector}'`, { file });
  return requirements.every(holds => holds(labels));
}

const MOST_SELECTORS = 1000;

/** Asked of every object. Null: it cannot be parsed. */
const requirementsOf = memoizedText(MOST_SELECTORS, (selector): readonly Requirement[] | null => {
  // Long rows of blanks would be tried at every length.
  const parts = splitAtCommas(selector).map(text => text.trim().replace(/\s+/g, ' '));
  const requirements = parts.filter(text => text !== '').map(requirementOf);
  return requirements.every(each => each !== null) ? requirements : null;
});

/** Commas in parentheses are part of a set: the next parenthesis behind them closes. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let end = text.length;
  let isInSet = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at];
    if (character === ')') isInSet = true;
    if (character === '(') isInSet = false;
    if (character !== ',' || isInSet) continue;
    parts.push(text.slice(at + 1, end));
    end = at;
  }
  return [...parts, text.slice(0, end)].reverse();
}

const REQUIREMENT =
  /^(?:(!) ?([^ ,=!()]+)|([^ ,=!()<>]+) ?(?:(==|=|!=|<|>) ?([^ ,()]*)|(?<= )(in|notin) ?\(([^)]*)\))?)$/;

function requirementOf(text: string): Requirement | null {
  const match = REQUIREMENT.exec(text);
  if (!match) return null;
  const [, not, absent = '', key = '', operator, value, set, members = ''] = match;
  if (not !== undefined) return labels => !labels.has(absent);
  if (set !== undefined) {
    const wanted = new Set(members.split(',').map(member => member.trim()));
    const isWithin = (labels: Labels) => labels.has(key) && wanted.has(labels.get(key)!);
    return set === 'in' ? isWithin : labels => !isWithin(labels);
  }
  switch (operator) {
    case undefined:
      return labels => labels.has(key);
    case '!=':
      return labels => labels.get(key) !== value;
    case '<':
      return labels => labels.has(key) && Number(labels.get(key)) < Number(value);
    case '>':
      return labels => labels.has(key) && Number(labels.get(key)) > Number(value);
    default:
      return labels => labels.get(key) === value;
  }
}
