/** Which version of an application runs, as the tag of its image says it. */

import { isMovingTag } from '../../../src/kubernetes/images/image-reference.ts';
import type { Container, Evidence, FieldPath, Workload } from '../../../src/transform.ts';
import { imageRenewer, imageTrigger } from '../images/image-triggers.ts';
import { isInManifest } from '../places.ts';
import { mainContainer, programOf, runsSomethingElse } from './main-container.ts';

import { holdsVariable, isValidLabelValue } from './values.ts';

export interface Version {
  readonly value: string;
  readonly evidence: Evidence;
  /** Of the image. */
  readonly path: FieldPath;
  /** False where a layer above or a trigger writes the tag: then the version of the manifest's neighbours is another. */
  readonly isInManifest: boolean;
}

/** Images that others build on or run their scripts in: their tag is not the version of an application. */
const BASES =
  /^(?:alpine|amazoncorretto|amazonlinux|bash|busybox|centos|debian|distroless.*|dotnet|eclipse-temurin|fedora|git|go|golang|jdk|jre|java|node|nodejs|openjdk|oraclelinux|perl|php|pypy|python|rockylinux|ruby|rust|scratch|ubi\d*(?:-.*)?|ubuntu|static|base|cc)$/;
/** Images of one program that scripts call. */
const TOOLS =
  /^(?:ansible|aws-cli|awscli|azure-cli|cloud-sdk|google-cloud-cli|curl|dind|docker|helm|helmfile|jq|k8s|kubectl|kubernetes-kubectl|kustomize|mc|minio-client|netshoot|oc|openssl|psql|rclone|skopeo|ssh|terraform|toolbox|tools|utils|wait-for.*|wget|yq)$/;

/** Undefined where the tag names no version, or not that of the workload. */
export function versionOf(workload: Workload): Version | undefined {
  const main = mainContainer(workload);
  if (main === undefined || isBorrowed(main, workload) || holdsVariable(workload.name)) return undefined;
  if (imageRenewer(workload) !== undefined) return undefined;
  const { tag } = main.image;
  if (tag === undefined || isMovingTag(tag) || !isVersion(tag) || isLine(tag, main)) return undefined;
  const path = [...main.path, 'image'];
  const at = workload.where(path);
  return {
    value: tag,
    evidence: { kind: 'manifest', at, says: `runs ${tag}` },
    path,
    isInManifest: imageTrigger(main) === undefined && isInManifest(path, workload),
  };
}

/** An image that is used for something else than the application that it holds. */
function isBorrowed(main: Container, workload: Workload): boolean {
  const program = programOf(main);
  if (BASES.test(program) || TOOLS.test(program)) return true;
  if (!runsSomethingElse(main)) return false;
  // Its own image, started by hand.
  return main.facts.family !== undefined && workload.name !== program;
}

/** `16` and `3-management` are another image tomorrow; a long number counts builds. */
function isVersion(tag: string): boolean {
  return isValidLabelValue(tag) && /^v?(?:\d+(?:\.\d+)+|\d{3,})(?:$|[-_.])/.test(tag);
}

/** Publishers move two numbers to each release of that line (`nginx:1.25`, `mongo:7.0`); two are all that PostgreSQL has. */
function isLine(tag: string, { facts: { family } }: Container): boolean {
  return family !== undefined && family !== 'postgres' && /^v?\d+\.\d+(?:$|-)/.test(tag);
}

/** Whether two texts name different versions, as far as both of them go: `1.2` is no other than `v1.2.0-alpine`. */
export function isOtherVersion(written: string, running: string): boolean {
  const [left, right] = [written, running].map(numbersOf);
  if (left === undefined || right === undefined) return false;
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).some((number, index) => number !== right[index]);
}

/** The version that runs, in the form of the one that is written: with `v` or without, with what follows the numbers or without. */
export function inFormOf(written: string, running: string): string {
  if (!/^v?\d+(?:\.\d+)*$/.test(written)) return running;
  const numbers = numbersOf(running)?.join('.') ?? running;
  return written.startsWith('v') ? `v${numbers}` : numbers;
}

/** Undefined for what is no version of two numbers or more. */
function numbersOf(text: string): readonly number[] | undefined {
  const [, numbers] = /^v?(\d+(?:\.\d+)+)(?:$|[-_+])/.exec(text) ?? [];
  return numbers?.split('.').map(Number);
}
