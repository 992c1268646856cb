/** Stores that only take a folder of their own for their data. */

import type { Container } from '../../../src/transform.ts';
import { mapsIn } from '../data.ts';
import { normalPath } from '../pods.ts';

export interface DataDirectory {
  readonly path: string;
  /** False where another may come from something that nobody sees. */
  readonly isCertain: boolean;
}

/** `initdb` sets a mode that only the owner of a folder may set. */
const INSISTING = ['postgres', 'timescaledb'];

/** The folder that the store of a container sets the mode of; undefined where it is content with what it may write. */
export function insistedOn(container: Container): DataDirectory | undefined {
  const { family = '', component } = container.facts;
  if (component === undefined || !INSISTING.includes(family.split(':')[0]!)) return undefined;
  const written = mapsIn(container.get(['env'])).find(({ name }) => name === 'PGDATA');
  const isHidden = written === undefined ? mapsIn(container.get(['envFrom'])).length > 0 : !written.value;
  return {
    path: normalPath(String(written?.value ?? '/var/lib/postgresql/data')),
    isCertain: !isHidden,
  };
}
