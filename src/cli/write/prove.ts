/** Lets the user's kustomize judge a plan before anything of it is written. */
import type { Plan } from '../../plan/model/result.ts';
import { folderName, oneLine } from '../../report/words.ts';
import { findKustomize, type WitnessTool, witness } from '../../witness/witness.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import type { Verify } from '../session/flags.ts';
import { connects } from '../session/rendered-opaque.ts';
import type { Session } from '../session/session.ts';

export interface Judgement {
  /** For the summary. */
  readonly says: string;
  /** What the witness saw that no fix declared: nothing may be written. */
  readonly objections: readonly string[];
}

/** A plain preview does not ask: starting kustomize for every root costs more than everything else. */
export function notAsked(verify: Verify): Judgement {
  return {
    says: verify === 'builtin' ? 'kustomize is not asked' : 'kustomize is asked before anything is written',
    objections: [],
  };
}

/** @throws UsageError when kustomize is required and absent */
export function judge(session: Session, plan: Plan, verify: Verify): Judgement {
  if (verify === 'builtin') return notAsked(verify);
  const tool = findKustomize();
  if (tool === undefined) {
    if (verify === 'kustomize') throw new UsageError('--verify kustomize: no kustomize on PATH');
    return { says: 'no kustomize on PATH to check it', objections: [] };
  }
  if (plan.changes.length === 0)
    return { says: `kustomize ${tool.version} has nothing to check`, objections: [] };
  return ask(tool, session, plan);
}

function ask(tool: WitnessTool, { workspace, input, flags, opaque }: Session, plan: Plan): Judgement {
  const paths = [...input.paths, ...opaque.charts];
  const isOut = connects(workspace, flags);
  const report = witness(tool, workspace.root, paths, plan, flags, isOut);
  const objections = report.violations.map(
    ({ folder, message }) => `${folderName(folder)}: kustomize ${tool.version}: ${oneLine(message)}`,
  );
  const verdict = objections.length === 0 ? 'renders exactly what was declared' : 'disagrees';
  const out = plan.expected.size - report.checked;
  const unasked = out === 0 ? '' : `, ${out} not asked for without --allow-network`;
  return { says: `kustomize ${tool.version} ${verdict} (${report.checked}${unasked})`, objections };
}

/** The witness saw what nobody declared: nothing is written, not even what it agreed with. */
export function objectTo(io: Io, { objections }: Judgement): ExitCode {
  for (const objection of objections) io.note(`${objection}\n`);
  io.note('nothing has been written: kustomize does not render what the plan declares\n');
  return EXIT.incomplete;
}
