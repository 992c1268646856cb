import { goldenCases } from '../../harness/golden.ts';

goldenCases('rabbitmq-tls');
