/**
 * The part of CEL that the rules use, read as JavaScript: optional fields, `all`, `in` and a few methods of texts. What a real
 * API server makes of them `npm run measure -- guardrails` shows.
 */
import { VARIABLES } from '../../../transforms/guardrails/rules.ts';

type Value = unknown;

/** What an expression says of an object, with the variables of a policy. */
export function evaluated(expression: string, object: Readonly<Record<string, Value>>): Value {
  const variables: Record<string, Value> = {};
  for (const each of VARIABLES) variables[each.name] = run(each.expression, object, variables);
  return run(expression, object, variables);
}

function run(expression: string, object: Value, variables: Value): Value {
  const script = expression
    .replaceAll(/'ALL' in (.*?orValue\(\[\]\))/g, '$1.includes("ALL")')
    .replaceAll(/\.all\((\w+), /g, '.every($1 => ')
    .replaceAll('.contains(', '.includes(')
    .replaceAll(/\.matches\('([^']+)'\)/g, (_, pattern) => `.search(${JSON.stringify(pattern)}) + 1 > 0`)
    .replaceAll(/(variables\.pod\.containers) \+ (.*)$/g, '$1.concat($2)')
    // Optional fields end with a value: what is before them is looked up as a whole.
    .replaceAll(
      /([\w.]+?)((?:\.\?\w+)+)\.(orValue|hasValue)\(/g,
      (_, start, path, method) => `${method}(${start}, ${JSON.stringify(path.split('.?').slice(1))}, `,
    )
    .replaceAll(', )', ')')
    .replaceAll(/(orValue\([^()]*\[\]\)|hasValue\([^()]*\))/g, '($1)');
  const names = ['object', 'variables', 'dyn', 'orValue', 'hasValue'];
  const program = new Function(...names, `return ${script};`);
  return program(object, variables, (value: Value) => value, orValue, hasValue);
}

function lookUp(start: Value, path: readonly string[]): Value {
  return path.reduce<Value>((value, key) => (value as Record<string, Value> | undefined)?.[key], start);
}

function orValue(start: Value, path: readonly string[], otherwise: Value): Value {
  return lookUp(start, path) ?? otherwise;
}

function hasValue(start: Value, path: readonly string[]): boolean {
  return lookUp(start, path) !== undefined;
}
