/** `--print-config`: the configuration that applies, `extends` merged in. */
import { newYamlFile } from '../../yaml/edit/new-file.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import type { Session } from './session.ts';

export function printConfig(io: Io, { workspace }: Session): ExitCode {
  const { config, path } = workspace.config;
  io.exact(`# ${path ?? 'no kustomend.yaml'}\n`);
  const isEmpty = Object.keys(config).length === 0;
  const style = { documentMarker: false, indentSequences: true };
  io.exact(isEmpty ? '{}\n' : newYamlFile(JSON.parse(JSON.stringify(config)), style));
  return EXIT.ok;
}
