import { goldenCases } from '../../harness/golden.ts';

goldenCases('container-ports');
