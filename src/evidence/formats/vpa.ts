/**
 * VerticalPodAutoscalers with what they recommend (`kubectl get vpa -o json`).
 * Shape: autoscaling.k8s.io/v1 of kubernetes/autoscaler, `status.recommendation.containerRecommendations`. A recommender without
 * other flags takes percentile 90 of CPU and of the daily peaks of memory over eight days, and 15 % more.
 */
import { quantityText } from '../model/amounts.ts';
import { dayOf, daysBetween, type Fields, fieldsOf, itemsOf, textOf } from '../model/data.ts';
import type { Found, FoundContainer, ReadAs } from '../model/found.ts';

const METHOD =
  'target of its VerticalPodAutoscaler: percentile 90 and 15 % more, unless its recommender is told otherwise';
/** Days that a recommender looks back. */
const WINDOW = 8;

export function readVpa(object: Fields, { date }: ReadAs): Found {
  const { name, namespace = 'default', creationTimestamp } = fieldsOf(object.metadata);
  const { kind, name: called } = fieldsOf(fieldsOf(object.spec).targetRef);
  const status = fieldsOf(object.status);
  const recommended = itemsOf(fieldsOf(status.recommendation).containerRecommendations);
  const owner = { kind: textOf(kind) ?? '', name: textOf(called) ?? '' };
  if (owner.kind === '' || owner.name === '' || recommended.length === 0)
    return {
      images: [],
      containers: [],
      left: [`VerticalPodAutoscaler ${String(name)} recommends nothing yet`],
    };
  const isUnsure = itemsOf(status.conditions).some(
    ({ type, status: is }) => type === 'LowConfidence' && is === 'True',
  );
  const since = dayOf(creationTimestamp);
  const days = since === undefined ? undefined : Math.max(0, Math.min(WINDOW, daysBetween(since, date)));
  const containers = recommended.flatMap(each => {
    const found = recommendationOf(each, isUnsure);
    if (found === undefined) return [];
    const usage = {
      source: 'VerticalPodAutoscaler',
      date,
      method: METHOD,
      ...(days !== undefined && { days }),
      ...found,
    };
    const container: FoundContainer = {
      namespace: String(namespace),
      owners: [owner],
      container: String(each.containerName),
      record: { usage },
    };
    return [container];
  });
  return { images: [], containers, left: [] };
}

function recommendationOf(recommendation: Fields, isUnsure: boolean) {
  const target = fieldsOf(recommendation.target);
  const uncapped = fieldsOf(recommendation.uncappedTarget);
  const [cpu, memory] = (['cpu', 'memory'] as const).map(each => quantityText(each, target[each]));
  if ((cpu === undefined && memory === undefined) || textOf(recommendation.containerName) === undefined)
    return undefined;
  const capped = (['cpu', 'memory'] as const).filter(each => {
    const [wanted, given] = [uncapped[each], target[each]].map(value => quantityText(each, value));
    return wanted !== undefined && given !== undefined && parseInt(wanted, 10) > parseInt(given, 10);
  });
  const caveats = [
    ...(isUnsure ? ['its recommender has little to go by (LowConfidence)'] : []),
    ...(capped.length > 0 ? [`its policy caps ${capped.join(' and ')}, and more is used`] : []),
  ];
  return {
    ...(caveats.length > 0 && { caveat: caveats.join('; ') }),
    requests: { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) },
  };
}
