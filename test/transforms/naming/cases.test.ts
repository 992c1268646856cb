import { goldenCases } from '../../harness/golden.ts';

goldenCases('naming');
