package dev.tedge.cli;

import picocli.CommandLine.Command;

/** {@code tedge aws}: what the AWS account has to know of the device. */
@Command(
        name = "aws",
        description = "Register the device in an AWS account, and make and check the policy that it needs there.",
        subcommands = {AwsPolicyCommand.class, AwsRegisterCommand.class})
final class AwsCommand {}
