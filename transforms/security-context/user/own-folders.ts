/** Folders that an image writes and that are root's in it: as another user it stops there. */

import type { Change, Container, Doubt } from '../../../src/transform.ts';
import { enumerated, imageQuestion, type Question } from '../../shared/prose.ts';
import { closedFolders, mountedOver } from './low-port.ts';

export interface OwnFolders {
  readonly changes: readonly Change[];
  readonly doubts: readonly Doubt[];
  /** What has to be known before. */
  readonly question: Question | undefined;
}

const NONE: OwnFolders = { changes: [], doubts: [], question: undefined };

/**
 * Volumes over what the image writes, where it runs as another user only as it is configured. How an image is configured
 * that is built upon it, its own files say: pid, temporary files and port stand there, and nothing here reads them.
 */
export function ownFolders(container: Container, user: number): OwnFolders {
  const { facts, image } = container;
  if (facts.nonRoot?.value !== 'needs-config') return NONE;
  if (facts.dockerfile !== undefined) {
    const asked = `does the configuration in ${image.name} let it run as UID ${user} (a port from 1024 on, its pid and temporary files where all may write)`;
    return { ...NONE, question: imageQuestion(container, asked, 'user') };
  }
  const closed = closedFolders(container);
  if (closed.length === 0) return NONE;
  const said = enumerated(closed);
  return {
    changes: mountedOver(container, closed),
    doubts: [`volumes cover ${said}, which are root's in the image`],
    question: undefined,
  };
}
