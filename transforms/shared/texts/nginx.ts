/** The configuration that the repository mounts into nginx, as the image reads it. */

import type { Container, Resource, Root } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { isWithin, normalPath } from '../pods.ts';
import { configMapsOf } from '../storage/volumes.ts';

const NGINX = ['nginx', 'nginx-unprivileged'];
/** What the image reads by itself, its own first site among it. */
const READ = /^\/etc\/nginx\/(?:nginx\.conf|conf\.d\/[^/]+\.conf|templates\/[^/]+\.conf\.template)$/;

export interface MountedText {
  /** Where the container has it. */
  readonly path: string;
  /** Of the ConfigMap. */
  readonly key: string;
  /** Without comments. */
  readonly text: string;
  readonly config: Resource;
}

/** The texts that nginx reads of ConfigMaps; undefined for other servers, and where something that is not in sight lies there too. */
export function nginxTexts(container: Container, root: Root): readonly MountedText[] | undefined {
  if (!NGINX.includes(container.facts.family ?? '')) return undefined;
  const found: MountedText[] = [];
  for (const mount of mapsIn(container.get(['volumeMounts']))) {
    const path = normalPath(String(mount.mountPath));
    if (!isWithin(path, '/etc/nginx') && !isWithin('/etc/nginx', path)) continue;
    const [source, ...others] = configMapsOf(container, mount.name);
    const config = root
      .find(
        'ConfigMap',
        ({ name, namespace }) => name === source && namespace === container.workload.namespace,
      )
      .at(0);
    if (config === undefined || others.length > 0 || mount.subPathExpr !== undefined) return undefined;
    for (const [file, key] of filesOf(container, mount.name, config)) {
      const { subPath } = mount;
      if (subPath !== undefined && subPath !== file) continue;
      const at = subPath === undefined ? `${path}/${file}` : path;
      const text = isMap(config.object.data) ? config.object.data[key] : undefined;
      if (READ.test(at) && typeof text === 'string')
        found.push({ path: at, key, text: text.replaceAll(/(^|[ \t])#.*$/gm, '$1'), config });
    }
  }
  return found;
}

/** Files of a volume, with the keys that they are made of. */
function filesOf(
  { workload }: Container,
  volume: unknown,
  config: Resource,
): readonly (readonly [string, string])[] {
  const declared = mapsIn(workload.pod.volumes).find(({ name }) => name === volume);
  const items = isMap(declared?.configMap) ? declared.configMap.items : undefined;
  if (items !== undefined && items !== null)
    return mapsIn(items).map(({ key, path }) => [String(path), String(key)] as const);
  return Object.keys(isMap(config.object.data) ? config.object.data : {}).map(key => [key, key] as const);
}
