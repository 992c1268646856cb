import { goldenCases } from '../../harness/golden.ts';

goldenCases('revision-history');
