/**
 * Files that the secrets-store CSI driver lays into a pod: they are root's whatever the pod runs as, and `fsGroup` opens none whose
 * mode gives the group nothing (catalogue C4).
 */

import type { Ask, Container, Json, JsonObject, Root } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../../shared/data.ts';
import { mountsOf } from '../../shared/pods.ts';

const DRIVER = 'secrets-store.csi.k8s.io';
/** `filePermission` of most providers, `mode` of Google's. */
const MODE = /\b(?:filePermission|mode)["']?:[ \t]*["']?0?o?(\d+)/g;
const OF_OTHERS = 0o077;

export interface RootsFiles {
  readonly volume: string;
  /** The SecretProviderClass that says so. */
  readonly by: string;
  /** `0600` */
  readonly mode: string;
}

/** Asked once for all classes: who has written one mode has written them all. */
export function modeAsk(by: string): Ask {
  return {
    type: 'decision',
    about: 'files of secrets stores that are for root alone',
    question: 'other users may not read them: which mode should they have?',
    names: [`SecretProviderClass ${by}`],
  };
}

/** The first volume of a container with a file that nobody but root may read. */
export function storedForRoot(container: Container, root: Root): RootsFiles | undefined {
  const { workload } = container;
  const mounted = new Set(mountsOf(container).map(({ name }) => name));
  const volumes = mapsIn(workload.pod.volumes).filter(({ name }) => mounted.has(String(name)));
  for (const { name, csi } of volumes) {
    const by = isMap(csi) && csi.driver === DRIVER ? classOf(csi) : undefined;
    if (by === undefined) continue;
    const found = root.platform
      .find('SecretProviderClass', root.platform.namespaceOf(workload))
      .find(each => each.name === by);
    const mode = modesIn(found?.get(['spec', 'parameters'])).find(each => (each & OF_OTHERS) === 0);
    if (mode !== undefined) return { volume: String(name), by, mode: `0${mode.toString(8)}` };
  }
  return undefined;
}

function classOf({ volumeAttributes }: JsonObject): string | undefined {
  return isMap(volumeAttributes) ? String(volumeAttributes.secretProviderClass) : undefined;
}

/** The objects stand in the parameters as text, in a language of each provider. */
function modesIn(parameters: Json | undefined): number[] {
  if (!isMap(parameters)) return [];
  const texts = Object.entries(parameters).map(([key, value]) => `${key}: ${String(value)}`);
  return texts.flatMap(text => [...text.matchAll(MODE)].map(([said, digits = '']) => modeOf(said, digits)));
}

/** Octal as a mode is written, decimal as JSON has it (`384`). */
function modeOf(said: string, digits: string): number {
  const isOctal = /[:"' \t]0o?\d+$/.test(said);
  return Number.parseInt(digits, isOctal ? 8 : 10);
}
