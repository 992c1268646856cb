import { goldenCases } from '../../harness/golden.ts';

goldenCases('recommended-labels');
