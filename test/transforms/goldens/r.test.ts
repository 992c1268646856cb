import { goldenCases } from '../../harness/golden.ts';

goldenCases('r', 'r');
