/** The flags that several commands share, as they are written and as they arrive. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Lock } from '../../config/lock.ts';
import type { LoadRestrictor } from '../../kustomize/build/evaluate.ts';
import type { Severity } from '../../transform.ts';
import type { RunMemory } from '../cache/run-memory.ts';
import { UsageError } from '../process/errors.ts';
import { formatsOption, type WantedFormat } from './formats.ts';
import { GROUPS } from './help.ts';

export interface OutputFlags {
  readonly quiet?: boolean;
  /** Evidence and doubts of each fix, in full. */
  readonly verbose?: boolean;
  readonly color?: boolean;
}

export interface WorkspaceFlags {
  readonly config?: string;
  /** Undefined where it is not given: then as the repository itself builds. */
  readonly loadRestrictor?: LoadRestrictor;
  readonly enableHelm?: boolean;
  readonly allowNetwork?: boolean;
  readonly offline?: boolean;
}

export interface RegistryFlags {
  /** Hosts of registries that may be asked without encryption. */
  readonly plainHttp?: readonly string[];
}

export interface PlanFlags extends WorkspaceFlags, OutputFlags, RegistryFlags {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly env?: readonly string[];
  readonly severity?: Severity;
  readonly preset: 'recommended' | 'complete';
  readonly unsafe?: boolean;
  /** False with `--no-restart`. */
  readonly restart: boolean;
  /** False with `--no-foreign-ignores`. */
  readonly foreignIgnores: boolean;
  readonly since?: string;
  readonly id?: readonly string[];
  readonly workload?: readonly string[];
  readonly file?: readonly string[];
  /** An earlier report: nothing is said of what it knows. */
  readonly baseline?: string;
  readonly printConfig?: boolean;
  readonly resolve?: boolean;
  /** What registries have answered for `--resolve`. */
  readonly resolved?: Lock;
  /** No flag: what the run before has left, where files are watched. */
  readonly memory?: RunMemory;
  /** No flag: what a review has turned down is not planned, not even where others need it. */
  readonly rejected?: readonly string[];
  /** No flag: what a review wants in the overlays. */
  readonly raised?: readonly string[];
}

export type Verify = 'auto' | 'kustomize' | 'builtin';

export interface WriteFlags extends PlanFlags {
  readonly output?: string;
  readonly verify: Verify;
  readonly allowDirty?: boolean;
  readonly dryRun?: boolean;
}

export interface FixFlags extends WriteFlags {
  readonly commits?: boolean;
}

export const PREVIEW_FORMATS = ['text', 'diff', 'json', 'sarif', 'markdown', 'github', 'html'] as const;
export type PreviewFormat = (typeof PREVIEW_FORMATS)[number];

export interface PreviewFlags extends WriteFlags {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly exitZero?: boolean;
  readonly watch?: boolean;
  /** Undefined: what suits where it is printed. */
  readonly format?: readonly WantedFormat<PreviewFormat>[];
  readonly diff?: boolean;
  /** False with `--no-pager`. */
  readonly pager: boolean;
}

export function configFlag(command: Command): Command {
  return command
    .optionsGroup(GROUPS.select)
    .option('--config <file>', 'use this configuration instead of the nearest kustomend.yaml');
}

export function workspaceFlags(command: Command): Command {
  return configFlag(command)
    .optionsGroup(GROUPS.safety)
    .addOption(
      new Option(
        '--load-restrictor <mode>',
        'as kustomize build takes it (default: loadRestrictor of the configuration, else as pipelines say)',
      ).choices(['LoadRestrictionsRootOnly', 'LoadRestrictionsNone']),
    )
    .option('--enable-helm', 'let kustomize render charts with helm, and patch what they render')
    .option('--allow-network', 'let kustomize fetch remote bases and charts')
    .addOption(new Option('--offline', 'open no connection').conflicts(['allowNetwork', 'resolve']));
}

export function registryFlags(command: Command): Command {
  return command
    .optionsGroup(GROUPS.safety)
    .option('--plain-http <hosts>', 'registries that may be asked without encryption', list);
}

export function quietFlag(command: Command): Command {
  return command.optionsGroup(GROUPS.output).option('--quiet', 'print the result only');
}

export function colorFlags(command: Command): Command {
  return command
    .optionsGroup(GROUPS.output)
    .option('--color', 'colour the output even off a terminal')
    .option('--no-color', 'do not colour the output');
}

const SPEAKS = 'say of each fix what speaks for it and against it';

/** @param verbose what `--verbose` does */
export function planFlags(command: Command, verbose = SPEAKS): Command {
  return colorFlags(quietFlag(registryFlags(workspaceFlags(command))))
    .option('-v, --verbose', verbose)
    .option('--print-config', 'print the configuration that applies, and stop')
    .option('--no-cache', 'work everything out anew, and keep nothing for the next run')
    .optionsGroup(GROUPS.select)
    .option('--only <ids>', 'only these transforms, separated by commas', list)
    .option('--skip <ids>', 'all but these transforms', list)
    .addOption(
      new Option('--preset <name>', 'complete: every transform that has a fix')
        .choices(['recommended', 'complete'])
        .default('recommended'),
    )
    .addOption(
      new Option('--severity <level>', 'this severity and above').choices([
        'critical',
        'high',
        'medium',
        'low',
      ]),
    )
    .option('--env <names>', 'only roots of these environments or tiers', list)
    .option('--since <ref>', 'only roots that are made from files changed since a git revision')
    .option('--id <ids...>', 'only these fixes, by the beginnings of their ids; allows unsafe ones', list)
    .option(
      '--workload <names...>',
      'only what is about these: web, Deployment/web, shop/Deployment/web',
      list,
    )
    .option('--file <paths...>', 'only what stands in these files or folders, or is written there', list)
    .option('--baseline <file>', 'leave out what an earlier report knows (scan --format json)')
    .optionsGroup(GROUPS.safety)
    .option('--resolve', 'ask registries for digests that the lock file does not know; it stays as it is')
    .option('--unsafe', 'fixes that may break a workload, too')
    .option('--no-restart', 'no fix that restarts pods')
    .option('--no-foreign-ignores', "do not honour other tools' exemptions");
}

export function verifyFlag(command: Command): Command {
  return command
    .optionsGroup(GROUPS.safety)
    .addOption(
      new Option('--verify <how>', "let the user's kustomize check, require it, or do not ask it")
        .choices(['auto', 'kustomize', 'builtin'])
        .default('auto'),
    );
}

export function writeFlags(command: Command): Command {
  return verifyFlag(planFlags(command))
    .option('--allow-dirty', 'change files with uncommitted changes, too')
    .option('--dry-run', 'write nothing (what a preview does anyway)')
    .optionsGroup(GROUPS.output)
    .option('--output <file>', 'write the patch with its true bytes to a file instead (mode 0600)');
}

export function fixFlags(command: Command): Command {
  return writeFlags(command).optionsGroup(GROUPS.output).option('--commits', 'one git commit per transform');
}

/** @throws UsageError for flags that cannot be had together */
export function refuseOpposites({ commits, output, dryRun }: FixFlags): void {
  if (commits && output !== undefined) throw new UsageError('--commits writes no --output FILE');
  if (commits && dryRun) throw new UsageError('--commits has no --dry-run');
}

/** @throws UsageError for flags of a preview that one which writes would pass over in silence */
export function refuseWithWrite({ write, dryRun, check, format, diff }: PreviewFlags): void {
  if (!write) return;
  if (dryRun) throw new UsageError('--write and --dry-run say opposite things');
  if (check) throw new UsageError('--check says what a write would change, and --write writes it: take one');
  if (format !== undefined || diff)
    throw new UsageError('--write says what it has written: print a --format or the --diff before it');
}

export function watchFlag(command: Command): Command {
  return command
    .optionsGroup(GROUPS.output)
    .option('--watch', 'print it again whenever a file has changed that makes another, until Ctrl-C');
}

export function previewFlags(command: Command): Command {
  return watchFlag(writeFlags(command))
    .addOption(
      formatsOption(PREVIEW_FORMATS, 'unless stated text (the overview) on a terminal, and diff elsewhere'),
    )
    .option('--diff', 'print the diff on a terminal, too (--format diff)')
    .option('--no-pager', 'print the diff without a pager')
    .option('--check', 'exit 1 when there is a diff; with --baseline when anything is new')
    .option('--exit-zero', 'exit 0 where --check would exit 1')
    .optionsGroup(GROUPS.safety)
    .option('--write', 'write the changes (kustomend fix)');
}

function list(value: string, previous: readonly string[] = []): string[] {
  const items = value.split(',').map(item => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('expected names separated by commas.');
  return [...previous, ...items];
}
