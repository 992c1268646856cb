/** `kustomend trace ROOT KIND/NAME [FIELD]`: who owns a field. */
import { type Command, Option } from 'commander';
import { didYouMean } from '../../config/suggest.ts';
import type { Files } from '../../kustomize/files/files.ts';
import { findNamed } from '../../kustomize/object/find-named.ts';
import { kindOf, nameOf, type Resource } from '../../kustomize/object/resource.ts';
import { FieldPathProblem, lookup, splitDottedPath } from '../../kustomize/tree/field-path.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import {
  elementName,
  traceJson,
  traceNode,
  traceOwners,
  traceRemoval,
  traceText,
  withLayer,
} from '../../report/explain/trace.ts';
import { asWritten, shownOf } from '../../report/secrets/rendered.ts';
import { folderName } from '../../report/words/words.ts';
import { colorFlags, type OutputFlags, type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { evaluateNamed } from '../session/root.ts';

interface TraceFlags extends WorkspaceFlags, OutputFlags {
  readonly format: 'text' | 'json';
  readonly showSecrets?: boolean;
}

export function addTrace(program: Command, cli: Cli): void {
  const command = program
    .command('trace')
    .description('say who wrote a field: file and line of every layer it went through, the winner first')
    .argument('<root>', 'folder of a kustomization')
    .argument('<object>', 'KIND/NAME, as rendered or as its source says it')
    .argument('[field]', "as in kustomize's replacements: spec.template.spec.containers.[name=web].image");
  withExamples(command, [
    ['kustomend trace overlays/dev Deployment/web', 'who wrote it'],
    ['kustomend trace overlays/dev Deployment/web spec.replicas', 'who wrote one field'],
    ['kustomend trace . Service/web spec.type --format json', 'for programs'],
  ]);
  colorFlags(workspaceFlags(command))
    .addOption(new Option('--format <name>', 'what to print').choices(['text', 'json']).default('text'))
    .option('--show-secrets', 'print the values of Secrets')
    .action((root: string, object: string, field: string | undefined, flags: TraceFlags) =>
      cli.exit(trace(cli.io, root, object, field ?? '', flags)),
    );
}

function trace(io: Io, root: string, object: string, field: string, flags: TraceFlags): ExitCode {
  if (flags.showSecrets) io.showSecrets();
  const { workspace, folder, outcome, above } = evaluateNamed(io, root, flags);
  if (outcome === null) return EXIT.incomplete;
  const resource = findNamed(outcome.resources, object);
  if (resource === undefined) {
    throw new UsageError(
      `${folderName(folder)} renders no ${object}${otherObjects(outcome.resources, object)}`,
    );
  }
  const node = fieldOf(resource, field);
  if (node === undefined) {
    throw new UsageError(
      `${titleOf(resource)} has no field ${field}${whatIsThere(workspace.files, resource, field)}`,
    );
  }
  const layers = above.flatMap(({ resources }) => resources.map(each => each.node));
  const rendered = [...outcome.resources.map(each => each.node), ...layers];
  const show = flags.showSecrets ? asWritten : shownOf(rendered, io.secrets().find);
  const written = traceNode(workspace.files, field, node, show, resource.source.generators);
  const traces = above.reduce((known, layer) => {
    const changed = sameObject(resource, outcome.resources, layer.resources);
    const value = changed && fieldOf(changed, field);
    return value === undefined
      ? known
      : withLayer(known, layer, traceNode(workspace.files, field, value, show));
  }, written);
  const title = titleOf(resource);
  if (flags.format === 'json') io.data(traceJson(title, traces));
  else if (field === '') io.out(traceOwners(title, traces));
  else io.out(traceText(title, traces, io.colors('stdout', flags.color)));
  return EXIT.ok;
}

/** The object that became of another in the layer above: of those that one source makes, the one in its place. */
function sameObject(
  resource: Resource,
  all: readonly Resource[],
  above: readonly Resource[],
): Resource | undefined {
  const twins = (list: readonly Resource[]) => list.filter(each => each.source.id === resource.source.id);
  return twins(above)[twins(all).indexOf(resource)];
}

function titleOf(resource: Resource): string {
  return `${kindOf(resource)}/${nameOf(resource)}`;
}

/** What the user may have meant: the objects of that kind, else a similar name. */
function otherObjects(resources: readonly Resource[], wanted: string): string {
  const kind = wanted.split('/')[0]!.toLowerCase();
  const same = [...new Set(resources.filter(each => kindOf(each).toLowerCase() === kind).map(titleOf))];
  const similar = didYouMean(wanted, resources.map(titleOf));
  if (similar !== '' || same.length === 0) return similar;
  const more = same.length > MAX_LISTED ? `, and ${same.length - MAX_LISTED} more` : '';
  return `; there is ${same.slice(0, MAX_LISTED).join(', ')}${more}`;
}

const MAX_LISTED = 8;

/** Who removed the field, or what stands beside where it would be. */
function whatIsThere(files: Files, resource: Resource, field: string): string {
  const path = splitDottedPath(field);
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const parent = lookup(resource.node, path.slice(0, depth));
    if (parent === undefined) continue;
    const above = depth === 0 ? 'it' : path.slice(0, depth).join('.');
    const removed = traceRemoval(files, parent, path[depth]!);
    if (removed !== null) return `: removed by ${removed}`;
    if (parent.kind === 'map')
      return `; ${above} has ${[...parent.entries.keys()].join(', ') || 'no fields'}`;
    if (parent.kind === 'list')
      return `; ${above} has ${parent.items.map(elementName).join(', ') || 'no elements'}`;
  }
  return '';
}

function fieldOf(resource: Resource, field: string): Node | undefined {
  if (field === '') return resource.node;
  try {
    return lookup(resource.node, splitDottedPath(field));
  } catch (error) {
    if (error instanceof FieldPathProblem) throw new UsageError(`${field}: ${error.message}`);
    throw error;
  }
}
