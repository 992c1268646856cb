/** Settings that make a known image write where it usually does not (images-kb rule 4). */

import { settingsIn } from '../../src/images/start/server-settings.ts';
import type { Container, Evidence, Root } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { commandLine, isWithin, mountsOf, normalPath } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { configMapsOf } from '../shared/storage/volumes.ts';
import { nginxTexts } from '../shared/texts/nginx.ts';

const VARIABLE = /(?:DIR|DIRECTORY|HOME|DATA|CACHE|TMP|TEMP|LOG|LOGS)$/;
const FLAG = /(?:dir|path|log|data|cache|tmp|temp|stor(?:e|age)|wal|db|pid)/i;
const READ_FLAG = /(?:config|console|template|cert|key|procfs|sysfs|rootfs)/i;
const SHELL = /^(?:\/\S*\/)?(?:sh|bash|ash|dash)$/;
/**
 * Paths in a configuration where programs write. What they serve from /var/www or /usr/share is only read, and what the kubelet
 * puts below /run/secrets (the token of the API, its certificate) nobody can write.
 */
const WRITABLE =
  /(?:^|[\s"'=:])(\/(?!(?:var\/)?run\/secrets\/)(?:tmp|run|data|cache|var\/(?!www\/)[\w.-]+|opt|srv|home|mnt)\/[\w./-]+)/g;
/** Links to the streams of the container in the images of nginx. */
const STREAM = /^\/var\/log\/nginx\/(?:access|error)\.log$/;
/** Where entrypoints read templates, and where they write what they make of them. */
const TEMPLATES: Readonly<Record<string, readonly [from: string, to: string]>> = {
  nginx: ['/etc/nginx/templates', '/etc/nginx/conf.d'],
  'nginx-unprivileged': ['/etc/nginx/templates', '/etc/nginx/conf.d'],
};

/** Settings that name what a server would like to write, and without which it runs all the same. */
const BEST_EFFORT: Readonly<Record<string, RegExp>> = {
  redis: /^[ \t]*pidfile[ \t].*$/gim,
  valkey: /^[ \t]*pidfile[ \t].*$/gim,
};

/** Servers that write where they start unless they are told a place: how they are told, and what they write. */
const PLACED: Readonly<
  Record<string, { readonly by: RegExp; readonly flag: string; readonly what: string }>
> = {
  etcd: {
    by: /(?:^|\s)--?(?:data-dir|config-file)[= ]|(?:^|\s)ETCD_(?:DATA_DIR|CONFIG_FILE)=/,
    flag: '--data-dir',
    what: 'NAME.etcd',
  },
};

/** The program of an image, whichever variant it is of (`redis:alpine`). */
function programOf({ facts: { family = '' } }: Container): string {
  return family.split(':')[0]!;
}

/** What the settings of a container say of where it writes. */
export interface Settings {
  /** Paths that it is told to use and that nothing holds: `CACHE_DIR names /cache`. */
  readonly moved: readonly string[];
  /** Folders where it certainly writes: its configuration is understood to the last word. */
  readonly writes: readonly string[];
  /** Of these, where the image has files of its own. */
  readonly among: readonly string[];
  /** What says that it writes there. */
  readonly evidence: readonly Evidence[];
  /** Why it may write elsewhere, where no path is named. */
  readonly doubts: readonly string[];
}

/** Why a container may write elsewhere than its image does as it comes. `known`: where that writes. */
export function settingsOf(container: Container, root: Root, known: readonly string[]): Settings {
  const folders = [...mountsOf(container).map(mount => mount.path), ...known.map(normalPath)];
  const isOpen = (path: string) => !folders.some(folder => isWithin(normalPath(path), folder));
  const configuration = byConfiguration(container, root, isOpen);
  const runsShell = stringsIn(container.get(['args'])).some(each => SHELL.test(each));
  return {
    moved: [
      ...byVariable(container, isOpen),
      ...(runsShell ? [] : byArgument(container, isOpen)),
      ...configuration.moved,
      ...byPlace(container, isOpen),
    ],
    writes: configuration.writes,
    among: configuration.among,
    evidence: configuration.evidence,
    doubts: [...(runsShell ? ['its arguments run a shell'] : []), ...configuration.doubts],
  };
}

type IsOpen = (path: string) => boolean;

function byVariable(container: Container, isOpen: IsOpen): string[] {
  const moved = mapsIn(container.get(['env'])).find(
    ({ name, value }) =>
      typeof name === 'string' &&
      typeof value === 'string' &&
      value.startsWith('/') &&
      VARIABLE.test(name) &&
      isOpen(value),
  );
  return moved === undefined ? [] : [`${String(moved.name)} names ${String(moved.value)}`];
}

function byArgument(container: Container, isOpen: IsOpen): string[] {
  const args = stringsIn(container.get(['args']));
  const moved = args.flatMap((each, index) => {
    const [flag = '', value = args[index + 1] ?? ''] = each.split(/=(.*)/s);
    return flag.startsWith('-') &&
      FLAG.test(flag) &&
      !READ_FLAG.test(flag) &&
      value.startsWith('/') &&
      isOpen(value)
      ? [`${flag} names ${value}`]
      : [];
  });
  return moved.slice(0, 1);
}

/** That it writes where it starts, and nothing is there to write to. */
function byPlace(container: Container, isOpen: IsOpen): string[] {
  const placed = PLACED[programOf(container)];
  const folder = container.get(['workingDir']);
  if (placed === undefined || (typeof folder === 'string' && !isOpen(folder))) return [];
  const variables = mapsIn(container.get(['env'])).map(({ name }) => ` ${String(name)}=`);
  if (placed.by.test(`${commandLine(container)}${variables.join('')}`)) return [];
  return [`without ${placed.flag} it writes ${placed.what} where it starts`];
}

/** Where the entrypoint of a container writes what it makes of mounted templates, if it does. */
export function renderedTemplates(container: Container): string | undefined {
  const [from = '', to] = TEMPLATES[programOf(container)] ?? [];
  return mountsOf(container).some(({ path }) => isWithin(path, from) || isWithin(from, path))
    ? to
    : undefined;
}

const NOTHING: Settings = { moved: [], writes: [], among: [], evidence: [], doubts: [] };

/** A configuration that names other paths, or that nobody renders. */
function byConfiguration(container: Container, root: Root, isOpen: IsOpen): Settings {
  const ofNginx = byNginx(container, root, isOpen);
  if (ofNginx !== undefined && ofNginx.doubts.length === 0) return ofNginx;
  for (const { mountPath, name } of mapsIn(container.get(['volumeMounts']))) {
    const path = String(mountPath);
    if (!isWithin(path, '/etc') && !/\.conf$/.test(path)) continue;
    for (const source of configMapsOf(container, name)) {
      const [config] = root.find(
        'ConfigMap',
        each => each.name === source && each.namespace === container.workload.namespace,
      );
      if (config === undefined)
        return { ...NOTHING, doubts: [`its configuration ${source} is not in sight`] };
      const said = isMap(config.object.data) ? Object.values(config.object.data).join('\n') : '';
      const text = said.replace(BEST_EFFORT[programOf(container)] ?? /$^/, '');
      const found = [...text.matchAll(WRITABLE)].map(([, each = '']) => each);
      const moved = found.find(each => isOpen(each) && !STREAM.test(each));
      if (moved !== undefined) return { ...NOTHING, moved: [`its configuration ${source} names ${moved}`] };
    }
  }
  return ofNginx ?? NOTHING;
}

/** The usual way to keep it in the foreground: it changes no path. */
const FOREGROUND = /(?:^|\s)-g\s+["']?daemon off;?["']?(?=\s|$)/g;

/** Where the mounted files of nginx have it write, or why nobody knows; undefined for other servers, and without such files. */
function byNginx(container: Container, root: Root, isOpen: IsOpen): Settings | undefined {
  const texts = nginxTexts(container, root);
  if (texts === undefined || texts.length === 0) return undefined;
  const isTold = /(?:^|\s)-[cgp]\b/.test(commandLine(container).replace(FOREGROUND, ''));
  if (isTold) return { ...NOTHING, doubts: ['its arguments name another configuration'] };
  const read = texts.map(each => ({ ...each, says: settingsIn(programOf(container), each.path, each.text) }));
  const unknown = read.find(({ says }) => says === undefined);
  if (unknown !== undefined)
    return {
      ...NOTHING,
      doubts: [`where ${unknown.key} of ${unknown.config.name} has it write is not known for certain`],
    };
  const open = read.map(({ says, key, config }) => ({
    writes: says!.writes.filter(isOpen),
    among: says!.among.filter(isOpen),
    key,
    config,
  }));
  return {
    ...NOTHING,
    writes: [...new Set(open.flatMap(({ writes }) => writes))],
    among: [...new Set(open.flatMap(({ among }) => among))],
    evidence: open
      .filter(({ writes }) => writes.length > 0)
      .map(({ writes, key, config }) => ({
        kind: 'manifest',
        at: config.where(['data', key]),
        says: `${key} has it write to ${enumerated(writes)}`,
      })),
  };
}
