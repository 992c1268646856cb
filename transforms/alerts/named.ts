/** Alerts about one workload: expressions that name it, or its Service. */

import { literal } from '../../src/text/literal.ts';
import type { Json, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { holdsVariable } from '../shared/labels/values.ts';
import { hasWord } from '../shared/voices.ts';
import { BRACES, type Matcher, matchersIn, takes } from './promql.ts';

const ALL_BRACES = new RegExp(BRACES, 'g');
/** Labels by which series are put together, which may be called like a workload: `sum by (app)`. */
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/gi;

export function hasAlerts(workload: Workload, root: Root): boolean {
  const { platform } = root;
  const namespace = platform.namespaceOf(workload);
  const names = namesOf(workload, root);
  const expressions = [
    ...platform.find('PrometheusRule', namespace).flatMap(each => alertsIn(each.get(['spec']))),
    ...platform.prometheus.rules.flatMap(({ spec }) => alertsIn(spec)),
    ...platform.prometheus.alerts.map(({ expr }) => expr),
  ];
  return expressions.some(each => isNamedIn(askedIn(each, namespace), names));
}

/** As expressions may call it: also below the prefixes and suffixes of an overlay. */
export function namesOf(workload: Workload, root: Root): readonly string[] {
  return [workload, ...root.servicesFor(workload)].flatMap(each => [each.name, ...each.formerNames]);
}

/** By their names, or by patterns for those of their pods: `web-.*`, `web-[a-z0-9]+`. */
export function isNamedIn(text: string, names: readonly string[]): boolean {
  return names.some(
    name => hasWord(text, name) || new RegExp(`(?<![\\w.-])${literal(name)}-\\(*[.[\\\\]`).test(text),
  );
}

function alertsIn(spec: Json | undefined): readonly string[] {
  return mapsIn(isMap(spec) ? spec.groups : undefined)
    .flatMap(({ rules }) => mapsIn(rules))
    .flatMap(({ alert, expr }) => (alert === undefined ? [] : [String(expr)]));
}

/** What it asks for in a namespace: one of the name in another is somebody else's, and one that is left out is not meant. */
function askedIn(expression: string, namespace: string | undefined): string {
  return expression.replaceAll(GROUPING, '').replaceAll(ALL_BRACES, (_, braces: string) => {
    const matchers = matchersIn(braces);
    if (!matchers.every(each => mayMean(each, namespace))) return '{}';
    const asked = matchers.filter(({ operator }) => !operator.startsWith('!'));
    return `{${asked.map(({ value }) => JSON.stringify(value)).join()}}`;
  });
}

function mayMean(matcher: Matcher, namespace: string | undefined): boolean {
  const { label, value } = matcher;
  if (label !== 'namespace' || namespace === undefined || holdsVariable(value)) return true;
  return takes(matcher, namespace) !== false;
}
