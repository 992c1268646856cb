import { goldenCases } from '../../harness/golden.ts';

goldenCases('explicit-namespace');
