/** Lets the user's kustomize judge a plan before anything of it is written. */
import type { Plan } from '../../plan/model/result.ts';
import { folderName, oneLine, wrapped } from '../../report/words/words.ts';
import { findKustomize, toolName, type WitnessTool } from '../../witness/tool.ts';
import { witness } from '../../witness/witness.ts';
import { nestedFiles } from '../../workspace/open.ts';
import type { Verify } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import { connects } from '../session/rendered-opaque.ts';
import type { Session } from '../session/session.ts';

export interface Judgement {
  /** For the summary. */
  readonly says: string;
  /** What the witness saw that no fix declared, or was to see and did not: nothing may be written. */
  readonly objections: readonly string[];
  /** What nobody but kustomend has checked. */
  readonly warnings: readonly string[];
}

/** A plain preview does not ask: starting kustomize for every root costs more than everything else. */
export function notAsked(verify: Verify): Judgement {
  return {
    says: verify === 'builtin' ? 'kustomize is not asked' : 'kustomize is asked before anything is written',
    objections: [],
    warnings: [],
  };
}

/** @throws UsageError when kustomize is required and absent */
export function judge(session: Session, plan: Plan, verify: Verify): Judgement {
  if (verify === 'builtin') return notAsked(verify);
  const tool = findKustomize(session.env);
  if (tool === undefined) {
    if (verify === 'kustomize') throw new UsageError('--verify kustomize: no kustomize on PATH');
    const warnings =
      plan.changes.length === 0 ? [] : ['no kustomize on PATH: nobody but kustomend has checked the changes'];
    return { says: 'no kustomize on PATH to check it', objections: [], warnings };
  }
  if (plan.changes.length === 0)
    return { says: `${toolName(tool)} has nothing to check`, objections: [], warnings: [] };
  return ask(tool, session, plan, verify === 'kustomize');
}

/** @param isRequired what it cannot judge must not be written */
function ask(
  tool: WitnessTool,
  { workspace, input, flags, opaque }: Session,
  plan: Plan,
  isRequired: boolean,
): Judgement {
  const paths = [...input.paths, ...nestedFiles(workspace), ...opaque.charts];
  const isOut = connects(workspace, flags);
  const { progress, loadRestrictor } = input;
  const report = witness(tool, workspace.root, paths, plan, { ...flags, loadRestrictor, isOut, progress });
  const name = toolName(tool);
  const seen = report.violations.map(
    ({ folder, message }) => `${folderName(folder)}: ${name}: ${oneLine(message)}`,
  );
  const notJudged = report.notJudged.map(
    ({ folder, says }) => `${folderName(folder)}: not judged by ${name}: ${oneLine(says)}`,
  );
  const out = plan.expected.size - report.checked - notJudged.length;
  const unasked = out === 0 ? '' : `, ${out} not asked for without --allow-network`;
  const unjudged = notJudged.length === 0 ? '' : `, ${notJudged.length} not judged`;
  const agreed = report.checked === 0 ? 'has judged nothing' : 'renders exactly what was declared';
  return {
    says: `${name} ${seen.length === 0 ? agreed : 'disagrees'} (${report.checked}${unjudged}${unasked})`,
    objections: isRequired ? [...seen, ...notJudged] : seen,
    warnings: notJudged,
  };
}

/** Says what nobody else has checked, each thing once. */
export function warn(io: Io, { warnings }: Judgement, said: Set<string> = new Set()): void {
  for (const warning of warnings) {
    if (!said.has(warning)) io.note(`${wrapped(io.secrets().mask(`warning: ${warning}`)).join('\n')}\n`);
    said.add(warning);
  }
}

/** The witness saw what nobody declared, or could not look: nothing is written, not even what it agreed with. */
export function objectTo(io: Io, { objections }: Judgement): ExitCode {
  for (const objection of objections) io.note(`${objection}\n`);
  io.note('nothing has been written: kustomize does not confirm what the plan declares\n');
  return EXIT.incomplete;
}
