using PmCrm.Stacks.Crm;

return await Pulumi.Deployment.RunAsync<CrmStack>();
