/** Which series an expression asks for, as far as its braces say it. */

/** What stands in braces behind the name of a metric. A quoted pattern may have braces of its own. */
export const BRACES = /\{((?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*)\}/;

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

const MATCHER = /(\w+)\s*(=~|!=|!~|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`)/g;

/** @param braces what stands between them */
export function matchersIn(braces: string): readonly Matcher[] {
  return [...braces.matchAll(MATCHER)].map(([, label, operator, ...values]) => ({
    label: label!,
    operator: operator as Matcher['operator'],
    value: values.slice(0, 3).find(each => each !== undefined) ?? '',
  }));
}

/** Words, alternatives, groups, and few parts that stand for anything: of others it takes too long to ask what they mean. */
const PLAIN = /^(?:[\w|-]|\.[*+]|\((?:\?:)?|\))*$/;
const FEW = 3;

/** Whether a series with such a label is asked for; undefined where the pattern is not understood. */
export function takes({ operator, value: asked }: Matcher, value: string): boolean | undefined {
  if (operator === '=') return asked === value;
  if (operator === '!=') return asked !== value;
  const isMeant = matches(asked, value);
  return operator === '=~' || isMeant === undefined ? isMeant : !isMeant;
}

/** Prometheus means the whole of a value. */
function matches(pattern: string, value: string): boolean | undefined {
  if (!PLAIN.test(pattern) || pattern.split(/\.[*+]/).length > FEW + 1) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return undefined;
  }
}
