import { goldenCases } from '../../harness/golden.ts';

goldenCases('t', 'z');
