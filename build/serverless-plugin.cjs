'use strict';
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/** What must be in place before the API is deployed: a deployment is a snapshot of the API as it is then. */
const DEPLOYED_WITH = ['AccessLogGroup', 'ApiGatewayAccount', 'ThrottledResponse', 'ServerErrorResponse'];

/**
 * The serverless plugin of this project: it runs our own esbuild build before anything is packaged or invoked,
 * and writes the stage's settings (`custom.stage`) into the template, which osls has no key for.
 */
module.exports = class Build {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      'before:package:createDeploymentArtifacts': build,
      'before:package:function:package': build,
      'before:invoke:local:invoke': () => {
        build();
        writeCommonJsDoor();
      },
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.describeStage(),
    };
  }

  describeStage() {
    const { compiledCloudFormationTemplate } = this.serverless.service.provider;
    for (const resource of Object.values(compiledCloudFormationTemplate.Resources)) {
      if (resource.Type === 'AWS::ApiGateway::Deployment') {
        resource.Properties.StageDescription = this.serverless.service.custom.stage;
        resource.DependsOn = [...resource.DependsOn, ...DEPLOYED_WITH];
      }
    }
  }
};

function build() {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** `invoke local` can only `require`, which refuses a module that awaits while it loads. */
function writeCommonJsDoor() {
  const door = "exports.handler = async (...call) => (await import('./inject.mjs')).handler(...call);\n";
  writeFileSync(join(root, 'dist/functions/inject.cjs'), door);
}
