"""
moto's server, with what a deployment of this project needs of AWS and moto 5.2.5 has not: aliases in CloudFormation, the
number of a version, changes in order, what is removed with a stack, termination protection, and Lambda's quotas.
The environment's CONCURRENT_EXECUTIONS is the account's quota.
"""

import json
import os
from contextlib import suppress

from moto.apigateway.models import RestAPI, apigateway_backends
from moto.awslambda import urls
from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import LambdaVersion, lambda_backends
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.parsing import ResourceMap, parse_and_update_resource
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.common_models import CloudFormationModel
from moto.core.responses import ActionResult
from moto.server import main


class Alias(CloudFormationModel):
    """AWS::Lambda::Alias, over moto's own aliases."""

    # moto files a model under the second part of its module's name.
    __module__ = "moto.awslambda.aliases"

    def __init__(self, alias, key):
        self.alias, self.key = alias, key

    @property
    def physical_resource_id(self):
        return self.alias.arn

    @staticmethod
    def cloudformation_type():
        return "AWS::Lambda::Alias"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        return cls._put("create_alias", cloudformation_json, account_id, region_name)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls._put("update_alias", cloudformation_json, account_id, region_name)

    @classmethod
    def _put(cls, verb, cloudformation_json, account_id, region_name):
        properties = cloudformation_json["Properties"]
        key = (properties["Name"], properties["FunctionName"])
        put = getattr(lambda_backends[account_id][region_name], verb)
        return cls(put(*key, str(properties["FunctionVersion"]), "", {}), key)

    def delete(self, account_id, region_name):
        # moto removes the resources of a stack in any order; an alias is gone with its function.
        with suppress(UnknownFunctionException):
            lambda_backends[account_id][region_name].delete_alias(*self.key)


def version_attribute(self, name):
    return str(self.version) if name == "Version" else None


LambdaVersion.has_cfn_attr = classmethod(lambda cls, name: name == "Version")
LambdaVersion.get_cfn_attribute = version_attribute


def delete_api(self, account_id, region_name):
    apigateway_backends[account_id][region_name].delete_rest_api(self.id)


RestAPI.delete = delete_api


def update_in_order(self, template, parameters=None):
    """
    As CloudFormation changes a stack: a resource comes after those that it refers to, which stand before it in our
    templates, and what is no longer there goes last, in the opposite order,
    unless it is retained. moto adds first and changes in any order.
    """
    before = self._resource_json_map
    changes = self.build_resource_diff(template, parameters)
    self._template, self._resource_json_map = template, template["Resources"]
    self.input_parameters = parameters or self.input_parameters
    self.load_mapping()
    self.load_parameters()
    self.load_conditions()
    for name, resource in template["Resources"].items():
        if name in changes["Modify"]:
            self._parsed_resources[name] = parse_and_update_resource(
                name, resource, self, account_id=self._account_id, region_name=self._region_name
            )
        else:
            self[name]
    for name in reversed(before):
        is_removed = name in changes["Remove"] and before[name].get("DeletionPolicy") != "Retain"
        if is_removed and name in self._parsed_resources:
            self._delete_resource(self._parsed_resources[name], before[name])


ResourceMap.update = update_in_order
update_stack = CloudFormationBackend.update_stack


def update_stack_with_exports(self, *args, **kwargs):
    stack = update_stack(self, *args, **kwargs)
    self.exports.update({export.name: export for export in stack.exports})
    return stack


CloudFormationBackend.update_stack = update_stack_with_exports


def update_termination_protection(self):
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    stack.enable_termination_protection = self._get_bool_param("EnableTerminationProtection")
    return ActionResult({"StackId": stack.stack_id})


CloudFormationResponse.update_termination_protection = update_termination_protection


def account_settings(request, full_url, headers):
    quota = int(os.environ["CONCURRENT_EXECUTIONS"])
    limit = {"ConcurrentExecutions": quota, "UnreservedConcurrentExecutions": quota}
    return 200, {"Content-Type": "application/json"}, json.dumps({"AccountLimit": limit})


urls.url_paths["{0}/(?P<api_version>[^/]+)/account-settings/?$"] = account_settings

if __name__ == "__main__":
    main()
