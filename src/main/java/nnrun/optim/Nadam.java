package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;
import nnrun.tensor.Expr;
import nnrun.tensor.Functions;

/// μ_t = β₁(1 - ½·0.96^(t·ψ)); the product of the μ so far is memory of the run, so it advances once an update however
/// many parameters there are.
@Component(
    formula = "p -= η·(μ_{t+1}·m/(1 - Π_{i<=t+1} μ_i) + (1-μ_t)·g/(1 - Π_{i<=t} μ_i))/(√v̂ + eps)",
    doc = "Adam with Nesterov's look-ahead.",
    use = "Where adam does well; a little faster at the start.",
    avoid = "Where gradients are very noisy: the look-ahead follows the noise; take adam.",
    source = "Dozat 2016")
public record Nadam(
    @Doc("Learning rate η") @Default("2e-3") @Range("[0,inf)") double lr,
    @Doc("Share β₁ of the old mean of g") @Default("0.9") @Range("[0,1)") double beta1,
    @Doc("Share β₂ of the old mean of g²") @Default("0.999") @Range("[0,1)") double beta2,
    @Doc("Keeps the division finite") @Default("1e-8") @Range("(0,1)") double eps,
    @Doc("Speed ψ at which μ grows towards β₁: μ_t = β₁(1 - ½·0.96^(t·ψ))") @Default("0.004") @Range("[0,inf)")
        double momentumDecay,
    @Doc("√(v̂ + eps) instead of √v̂ + eps") @Default("false") boolean epsInsideSqrt,
    @Inline Common common)
    implements Optimizer {
  private static final double LN_096 = StrictMath.log(0.96);

  @Override
  public double momentum() {
    return beta1;
  }

  @Override
  public List<String> slots() {
    return List.of("mean", "square");
  }

  @Override
  public List<String> scalars() {
    return List.of("mu_product", "mean_factor", "gradient_factor", "correction2");
  }

  @Override
  public double scalarStart() {
    return 1;
  }

  @Override
  public void advance(Hyper hyper, double[] scalars) {
    double mu = mu(hyper, hyper.step);
    double next = mu(hyper, hyper.step + 1);
    scalars[0] *= mu;
    scalars[1] = next / (1 - scalars[0] * next);
    scalars[2] = (1 - mu) / (1 - scalars[0]);
    scalars[3] = 1 - Functions.power(beta2, hyper.step);
  }

  private double mu(Hyper hyper, long step) {
    return hyper.momentum * (1 - 0.5 * StrictMath.exp(LN_096 * step * momentumDecay));
  }

  @Override
  public void rule(Rule r) {
    Expr m = r.slot(0).times(r.momentum()).plus(r.g().times(r.fresh()));
    Expr v = r.slot(1).times(beta2).plus(r.g().squared().times(1 - beta2));
    r.slot(0, m);
    r.slot(1, v);
    Expr ahead = r.scalar(1).times(m).plus(r.scalar(2).times(r.g()));
    r.p(r.p().minus(r.lr().times(ahead).over(Rule.root(v.times(r.per(3)), eps, epsInsideSqrt))));
  }
}
