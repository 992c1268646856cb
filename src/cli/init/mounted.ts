/** Where containers that are asked about have volumes. */
import { podTemplatesIn } from '../../kubernetes/pod-templates.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import type { JsonObject } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';

/** Folders over which all containers that are asked about have volumes: what is written there needs no answer. */
export function mountedIn(asking: readonly Fix[], plan: Plan): readonly string[] {
  const [first = [], ...others] = asking.flatMap(({ subject, roots }) => {
    const rendered = plan.expected.get(roots[0] ?? '')?.before ?? [];
    const object = rendered
      .filter(isJsonMap)
      .find(each => each.kind === subject.kind && nameOf(each) === subject.name);
    const container = (object === undefined ? [] : podTemplatesIn(object))
      .flatMap(({ spec }) => mapsIn(spec.containers))
      .find(({ name }) => name === subject.container);
    return container === undefined
      ? []
      : [mapsIn(container.volumeMounts).map(each => String(each.mountPath))];
  });
  return first.filter(path => others.every(mounts => mounts.includes(path)));
}

function mapsIn(value: unknown): readonly JsonObject[] {
  return isJsonList(value) ? value.filter(isJsonMap) : [];
}

function nameOf({ metadata }: JsonObject): unknown {
  return isJsonMap(metadata) ? metadata.name : undefined;
}
