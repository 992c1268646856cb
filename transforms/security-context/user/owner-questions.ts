/** What is asked where a volume belongs to root and the container is to run as somebody else. */

import type { Container } from '../../../src/transform.ts';
import { imageQuestion, type Question } from '../../shared/prose.ts';
import type { OwnDirectory } from './volume-owner.ts';

/** A data directory that initdb cannot make its own: who has one already can say so, and nobody else should find out by trying. */
export function directoryQuestion(
  { askedAs }: Container,
  { path, isNewAtEachStart }: OwnDirectory,
  user: number,
): Question {
  const fault = `as UID ${user} initdb may not make ${path} its own, which is root's`;
  if (isNewAtEachStart) {
    return { blocked: `${fault} and new whenever the pod starts: may PGDATA be ${path}/pgdata?` };
  }
  const line = (answer: number) => `images: {${askedAs}: {user: ${answer}}}`;
  return {
    blocked: `${fault} while its volume is new. Whose data does the volume hold? That user's, or PGDATA is a folder in it: ${line(user)}; none yet, or another user's: ${line(0)}`,
    asks: [
      {
        type: 'image',
        image: askedAs,
        facts: ['user'],
        remark: `whose data does its volume hold? ${user}: that user's, or PGDATA is a folder in it; 0: none yet, or another user's`,
      },
    ],
  };
}

/**
 * A claim that is root's while it is new. Of a known image it is known that no group is to own it (an Erlang cookie is for its
 * owner alone): who runs it has nothing to add.
 */
export function groupQuestion(container: Container, volume: string, user: number): Question {
  const { family, group } = container.facts;
  const fault = `as UID ${user} it may not write to ${volume} while that is new, and root's`;
  if (family === undefined || group === undefined)
    return imageQuestion(container, `${fault}: which group may own it`, 'group');
  const answer = `images: {${container.askedAs}: {group: ${group.value}}}`;
  return { known: `${fault}, and no fsGroup is known to do. Where one does: ${answer}` };
}
