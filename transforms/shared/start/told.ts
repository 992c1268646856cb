/** What a program is told: by its command, by variables, and by what its image has of both. */

import type { Container, Root, Told } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { commandLine } from '../pods.ts';
import { providersOf } from '../provided.ts';

/** All that is written somewhere; a variable of the manifest comes before one of the image, and `env` before `envFrom`. */
export function toldTo(container: Container, root: Root): readonly Told[] {
  const { workload, path, facts } = container;
  const field = container.get(['args']) === undefined ? 'command' : 'args';
  const command = { variable: undefined, text: commandLine(container), at: workload.where([...path, field]) };
  const variables = new Map<string | undefined, Told>();
  for (const each of [...facts.told, ...fromMaps(container, root)])
    if (each.variable !== undefined) variables.set(each.variable, each);
  for (const { name, value, valueFrom } of mapsIn(container.get(['env']))) {
    const variable = String(name);
    const told = isMap(valueFrom)
      ? fromKey(variable, valueFrom.configMapKeyRef, container, root)
      : { variable, text: String(value ?? ''), at: workload.where([...path, 'env', { name: variable }]) };
    // What a Secret says is not seen here.
    if (told === undefined) variables.delete(variable);
    else variables.set(variable, told);
  }
  return [command, ...facts.told.filter(({ variable }) => variable === undefined), ...variables.values()];
}

function fromMaps(container: Container, root: Root): Told[] {
  return mapsIn(container.get(['envFrom'])).flatMap(({ configMapRef, prefix = '' }) =>
    entriesOf(configMapRef, container, root).map(each => ({
      ...each,
      variable: `${String(prefix)}${each.variable}`,
    })),
  );
}

function fromKey(variable: string, ref: unknown, container: Container, root: Root): Told | undefined {
  const found = entriesOf(ref, container, root).find(each => isMap(ref) && each.variable === ref.key);
  return found && { ...found, variable };
}

function entriesOf(ref: unknown, { workload }: Container, root: Root): Told[] {
  if (!isMap(ref) || typeof ref.name !== 'string') return [];
  return providersOf('ConfigMap', ref.name, workload, root).flatMap(object => {
    const data = object.get(['data']);
    return Object.entries(isMap(data) ? data : {}).map(([variable, text]) => ({
      variable,
      text: String(text),
      at: object.where(['data', variable]),
    }));
  });
}
