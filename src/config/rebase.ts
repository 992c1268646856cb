/** Paths and globs of a configuration are relative to its own folder; everybody else counts from the workspace. */
import { posix } from 'node:path';
import { type Config, NOBODY, OPEN_QUESTION } from './schema.ts';

/** The configuration with its globs relative to the top of the workspace. @param folder '.' is the top itself */
export function rebased(config: Config, folder: string): Config {
  if (folder === '.' || folder === '') return config;
  const move = (glob: string) =>
    glob.startsWith('!') ? `!${posix.join(folder, glob.slice(1))}` : posix.join(folder, glob);
  const all = (globs: readonly string[] | undefined) => globs?.map(move);
  const environments = Object.entries(config.environments ?? {}).map(([name, environment]) => [
    name,
    { ...environment, ...(environment.roots && { roots: all(environment.roots) }) },
  ]);
  const namespaces = Object.entries(config.namespaces ?? {}).map(([name, { owner }]) => [
    name,
    { owner: owner === NOBODY || owner === OPEN_QUESTION ? owner : move(owner) },
  ]);
  return {
    ...config,
    ...(config.namespaces && { namespaces: Object.fromEntries(namespaces) }),
    ...(config.environments && { environments: Object.fromEntries(environments) }),
    ...(config.roots && { roots: all(config.roots) }),
    ...(config.editable && { editable: all(config.editable) }),
    ...(config.vendored && { vendored: all(config.vendored) }),
    ...(config.exclude && { exclude: all(config.exclude) }),
    ...(config.ignore && {
      ignore: config.ignore.map(entry =>
        entry.root === undefined ? entry : { ...entry, root: move(entry.root) },
      ),
    }),
  } as Config;
}
