"""PyTorch, eager, as its tutorials write it: nn.Sequential, backward, an optimizer of torch.optim."""
import measure
import torch
from torch import nn

ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}
LOSSES = {"mse": nn.MSELoss, "cross_entropy": nn.CrossEntropyLoss, "binary_cross_entropy": nn.BCEWithLogitsLoss}


def build(workload, threads):
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    torch.manual_seed(1)
    layers = []
    weights = list(workload.weights())
    for i, weight in enumerate(weights):
        dense = nn.Linear(*weight.shape)
        with torch.no_grad():
            dense.weight.copy_(torch.from_numpy(weight.T))
            dense.bias.zero_()
        layers.append(dense)
        hidden = i < len(weights) - 1
        if hidden and workload.norm:
            layers.append(nn.BatchNorm1d(weight.shape[1]))
        if hidden or workload.output_activated:
            layers.append(ACTIVATIONS[workload.activation]())
        if hidden and workload.dropout:
            layers.append(nn.Dropout(workload.dropout))
    net = nn.Sequential(*layers).train()
    x, y = map(torch.from_numpy, workload.data())
    loss_of = LOSSES[workload.loss]()
    optimizer = {
        "sgd": lambda p: torch.optim.SGD(p, workload.rate),
        "momentum": lambda p: torch.optim.SGD(p, workload.rate, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, workload.rate),
    }[workload.optimizer](net.parameters())
    position = 0

    def train(steps, losses=None):
        nonlocal position
        for _ in range(steps):
            begin = position * workload.batch
            position = (position + 1) % workload.steps
            optimizer.zero_grad()
            loss = loss_of(net(x[begin : begin + workload.batch]), y[begin : begin + workload.batch])
            loss.backward()
            optimizer.step()
            if losses is not None:
                losses.append(loss.item())
        return steps

    return train


measure.main("torch", build)
