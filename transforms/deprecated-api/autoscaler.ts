/** HorizontalPodAutoscaler, from the words of autoscaling/v2beta1 to those of v2. */
import type { Json, JsonObject } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { each, inMap, withField } from './moves.ts';

export function autoscalerFields(part: JsonObject): JsonObject {
  return withField(
    part,
    'spec',
    inMap(spec => withField(spec, 'metrics', each(metric))),
  );
}

function metric(item: JsonObject): JsonObject {
  const made = ['resource', 'containerResource'].reduce(
    (map, key) => withField(map, key, inMap(ofResource)),
    item,
  );
  const named = withField(withField(made, 'pods', inMap(ofPods)), 'external', inMap(ofExternal));
  return withField(named, 'object', inMap(ofObject));
}

function ofResource({ targetAverageUtilization, targetAverageValue, ...rest }: JsonObject): JsonObject {
  if (targetAverageUtilization !== undefined)
    return { ...rest, target: { type: 'Utilization', averageUtilization: targetAverageUtilization } };
  return withTarget(rest, { averageValue: targetAverageValue });
}

function ofPods({ metricName, selector, targetAverageValue, ...rest }: JsonObject): JsonObject {
  return withTarget({ ...metricOf(metricName, selector), ...rest }, { averageValue: targetAverageValue });
}

function ofExternal(old: JsonObject): JsonObject {
  const { metricName, metricSelector, targetValue, targetAverageValue, ...rest } = old;
  const target = { value: targetValue, averageValue: targetAverageValue };
  return withTarget({ ...metricOf(metricName, metricSelector), ...rest }, target);
}

function ofObject(old: JsonObject): JsonObject {
  // In the new words `target` is the number, and no longer the object.
  const { target, metricName, selector, targetValue, averageValue, ...rest } = old;
  if (metricName === undefined || !isMap(target)) return old;
  return withTarget(
    { describedObject: target, ...metricOf(metricName, selector), ...rest },
    { value: targetValue, averageValue },
  );
}

function metricOf(name: Json | undefined, selector: Json | undefined): JsonObject {
  if (name === undefined) return {};
  return { metric: { name, ...(selector === undefined ? {} : { selector }) } };
}

/** An average goes before a value: the old words asked for one even where both were said. */
function withTarget(
  rest: JsonObject,
  { value, averageValue }: { readonly value?: Json | undefined; readonly averageValue: Json | undefined },
): JsonObject {
  if (averageValue !== undefined) return { ...rest, target: { type: 'AverageValue', averageValue } };
  return value === undefined ? rest : { ...rest, target: { type: 'Value', value } };
}
