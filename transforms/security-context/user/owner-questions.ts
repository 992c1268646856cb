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
    blocked: `${fault} while its volume is new. Has the database run already? As that user, or with PGDATA in a folder of the volume: ${line(user)}; not yet, or as another user: ${line(0)}`,
    asks: [
      {
        type: 'image',
        image: askedAs,
        facts: ['user'],
        remark: `has the database run already? ${user}: as that user, or PGDATA is a folder in its volume; 0: not yet, or as another user`,
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
