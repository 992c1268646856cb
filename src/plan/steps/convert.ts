/** The step of a plan that says objects in another version of their API: before all others, since patches name objects by it. */
import { type Conversion, convertedBy } from '../find/conversions.ts';
import { writeConverted } from '../write/converted.ts';
import type { StepWay } from './proven-step.ts';

/** All together where that can be, since one target may name several. */
export const CONVERTING: StepWay<Conversion> = {
  write: (conversion, draft, { evaluator, notEditable }) =>
    writeConverted(conversion, { evaluator, draft, notEditable }),
  declare: conversion => ({
    fixIds: conversion.fixIds,
    type: 'set',
    sourceId: conversion.sourceId,
    level: { type: 'source' },
    path: ['apiVersion'],
    value: conversion.to,
    converted: object => convertedBy(conversion, object, true),
  }),
};
