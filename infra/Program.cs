using PmCrm.Stacks.Crm;
using PmCrm.Stacks.Mvp;
using PmCrm.Stacks.Settings;

return Topologies.IsMvp("pmcrm") ? await Pulumi.Deployment.RunAsync<MvpStack>() : await Pulumi.Deployment.RunAsync<CrmStack>();
